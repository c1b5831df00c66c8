import { expect, test } from 'vitest'
import { axisStep, clockFace, fineMoment, moment } from './time.ts'

test('Times read as on a clock', () => {
  expect(clockFace(83_450)).toEqual({ main: '0:01:23', tenth: '4' })
  expect([0, 83_450, 3_723_000].map(moment)).toEqual(['0:00', '1:23', '1:02:03'])
  expect(fineMoment(83_450)).toBe('1:23.4')
})

test('The axis takes round steps', () => {
  expect([60_000, 600_000, 86_400_000].map((span) => axisStep(span, 6))).toEqual([10_000, 120_000, 14_400_000])
})
