import { expect, test } from 'vitest'
import { stepsRan } from './progress.ts'

const steps = [['set image', 'get pods'], ['status'], ['undo', 'get pods']]
const ran = (...lines: string[]) =>
  stepsRan(
    steps,
    lines.map((line, at) => ({ line, at })),
  ).map((step) => [...step.keys()])

test('a command that two steps have counts for the step one is at', () => {
  expect(ran('get pods', 'get pods', 'set image')).toEqual([['get pods', 'set image'], [], []])
  expect(ran('set image', 'get pods', 'status', 'undo', 'get pods')).toEqual([['set image', 'get pods'], ['status'], ['undo', 'get pods']])
})

test('a step may be left out by a command that only a later one has', () => {
  expect(ran('undo', 'get pods')).toEqual([[], [], ['undo', 'get pods']])
})
