import { expect, test } from 'vitest'
import { formatDuration, humanDuration, parseDuration } from './duration.ts'

test('reads and writes durations as Go does', () => {
  expect(['1h2m3.5s', '90s', '100ms', '1.5ms', '0'].map((text) => formatDuration(parseDuration(text)))).toEqual([
    '1h2m3.5s',
    '1m30s',
    '100ms',
    '1.5ms',
    '0s',
  ])
  expect(() => parseDuration('5')).toThrow('time: missing unit in duration "5"')
  expect(() => parseDuration('5x')).toThrow('time: unknown unit "x" in duration "5x"')
  expect(() => parseDuration('x')).toThrow('time: invalid duration "x"')
})

test('tells ages as kubectl does', () => {
  const ages = [1_000, 119_000, 120_000, 303_000, 3_600_000, 11_100_000, 187_200_000, 777_600_000]
  expect(ages.map(humanDuration)).toEqual(['1s', '119s', '2m', '5m3s', '60m', '3h5m', '2d4h', '9d'])
})
