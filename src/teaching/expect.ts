import type { Matcher } from './lesson.ts'

/** What a probe printed. */
export interface Printed {
  readonly stdout: string
  readonly code: number
}

/** The judgement of a matcher: texts for the learner to compare. */
export interface Match {
  readonly matches: boolean
  readonly expected: string
  readonly observed: string
}

/** Evaluates a CEL expression over named values. */
export type Evaluate = (expression: string, values: Readonly<Record<string, unknown>>) => unknown

/** JSON with sorted keys, so that equal values have equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Compares what a probe printed with what it should have; ends of lines at the end do not count. */
export const match = (matcher: Matcher, printed: Printed, evaluate: Evaluate): Match => {
  const text = printed.stdout.replace(/\n+$/, '')
  const shown = text === '' ? '(nothing)' : text
  if ('equals' in matcher) return { matches: text === matcher.equals, expected: matcher.equals, observed: shown }
  if ('contains' in matcher) return { matches: text.includes(matcher.contains), expected: `… ${matcher.contains} …`, observed: shown }
  if ('matches' in matcher) return { matches: new RegExp(matcher.matches).test(text), expected: `/${matcher.matches}/`, observed: shown }
  if ('lines' in matcher) return { matches: text === matcher.lines.join('\n'), expected: matcher.lines.join('\n'), observed: shown }
  if ('json' in matcher)
    return { matches: canonical(parsed(text)) === canonical(matcher.json), expected: canonical(matcher.json), observed: shown }
  if ('atLeast' in matcher)
    return { matches: text !== '' && Number(text) >= matcher.atLeast, expected: `≥ ${matcher.atLeast}`, observed: shown }
  if ('code' in matcher)
    return { matches: printed.code === matcher.code, expected: `exit code ${matcher.code}`, observed: `exit code ${printed.code}` }
  return {
    matches: evaluate(matcher.cel, { output: parsed(text) ?? text, text, code: printed.code }) === true,
    expected: matcher.cel,
    observed: shown,
  }
}
