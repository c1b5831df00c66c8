import type { Normaliser } from './normalise.ts'
import { fixedParts } from './prose.ts'
import type { Step } from './transcript.ts'

export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

/** Lines that only one side has, `-` expected, `+` found, with the lines around; a plain longest-common-subsequence diff. */
const difference = (expected: readonly string[], found: readonly string[]): string[] => {
  const table = Array.from({ length: expected.length + 1 }, () => new Uint32Array(found.length + 1))
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = found.length - 1; j >= 0; j--) {
      table[i]![j] = expected[i] === found[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
    }
  }
  const lines: string[] = []
  let [i, j] = [0, 0]
  while (i < expected.length || j < found.length) {
    if (i < expected.length && j < found.length && expected[i] === found[j]) [i, j] = [i + 1, j + 1]
    else if (j >= found.length || (i < expected.length && table[i + 1]![j]! >= table[i]![j + 1]!)) lines.push(`- ${expected[i++]}`)
    else lines.push(`+ ${found[j++]}`)
  }
  return lines
}

/** The differences between a recorded step and what was found; empty if there are none that matter. */
export const compareStep = (
  step: Step,
  found: Outcome,
  sides: { readonly expected: Normaliser; readonly found: Normaliser },
): readonly string[] => {
  const flags = new Set([...(step.volatile ?? []), ...(step.unordered ? (['unordered'] as const) : [])])
  const differences: string[] = []
  if (step.code !== found.code && !flags.has('code')) differences.push(`- exit code ${step.code}`, `+ exit code ${found.code}`)
  const outputs = [
    { expected: step.stdout ?? '', found: found.stdout, prose: step.prose },
    { expected: step.stderr ?? '', found: found.stderr, prose: false },
  ]
  for (const output of outputs) {
    const [expected, actual] = output.prose
      ? [fixedParts(output.expected).join('\n'), fixedParts(output.found).join('\n')]
      : [output.expected, output.found]
    const left = sides.expected.lines(expected, step.run ?? '', flags)
    const right = sides.found.lines(actual, step.run ?? '', flags)
    if (!flags.has('output')) differences.push(...difference(left, right))
  }
  return differences
}
