import { UsageError } from '../../../base/index.ts'
import { labelKeyProblems, type Json } from '../../../api/index.ts'
import { throwAll } from '../../errors.ts'
import { textAt } from '../../json-fields.ts'
import { labelValueErrors } from '../../name-rules.ts'

export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect?: string
  readonly timeAdded?: string
}

/** What a command line asks for: taints to set, and taints (or all of a key) to take away. */
export interface TaintChange {
  readonly added: readonly Taint[]
  readonly removed: readonly Taint[]
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** `key=value:effect`, `key:effect` or `key`. */
const parseTaint = (text: string): Taint => {
  const invalid = (problems: readonly string[] = []) =>
    new UsageError(`invalid taint spec: ${[text, ...(problems.length > 0 ? [problems.join('; ')] : [])].join(', ')}`)
  const parts = text.split(':')
  if (parts.length > 2) throw invalid()
  const effect = parts[1]
  if (effect !== undefined && !effects.includes(effect)) throw new UsageError(`invalid taint effect: ${effect}, unsupported taint effect`)
  const [key = '', value, more] = effect === undefined ? [parts[0]] : parts[0]!.split('=')
  if (more !== undefined) throw invalid()
  const valueProblems = value === undefined ? [] : labelValueErrors(value)
  if (valueProblems.length > 0) throw invalid(valueProblems)
  const keyProblems = labelKeyProblems(key)
  if (keyProblems.length > 0) throw invalid(keyProblems)
  return { key, ...(value ? { value } : {}), ...(effect === undefined ? {} : { effect }) }
}

const same = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect

/** A taint as Go's `%v` prints it. */
const goTaint = ({ key, value = '', effect = '' }: Taint): string => `{${key} ${value} ${effect} <nil>}`

const taintText = ({ key, value, effect }: Taint): string => `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`

/** Reads the taints of a command line; those to be taken away end in `-` (pkg/cmd/taint/utils.go). */
export const parseTaints = (specs: readonly string[]): TaintChange => {
  const added: Taint[] = []
  const removed: Taint[] = []
  for (const spec of specs) {
    const taint = parseTaint(spec.replace(/-$/, ''))
    if (spec.endsWith('-')) {
      removed.push({ key: taint.key, ...(taint.effect === undefined ? {} : { effect: taint.effect }) })
      continue
    }
    if (taint.effect === undefined) throw new UsageError(`invalid taint spec: ${spec}`)
    if (added.some((other) => same(other, taint))) throw new UsageError(`duplicated taints with the same key and effect: ${goTaint(taint)}`)
    added.push(taint)
  }
  return { added, removed }
}

export const checkConflicts = ({ added, removed }: TaintChange): void => {
  const conflicts = added.flatMap((taint) =>
    removed
      .filter((gone) => gone.key === taint.key && (gone.effect === undefined || gone.effect === taint.effect))
      .map((gone) => `{"${gone.key}":"${gone.effect ?? ''}"}`),
  )
  if (conflicts.length > 0)
    throw new UsageError(`can not both modify and remove the following taint(s) in the same command: ${conflicts.join(', ')}`)
}

/** The taints of a node after the change, and what kubectl calls the change. */
export const changeTaints = (
  node: string,
  before: readonly Taint[],
  { added, removed }: TaintChange,
  overwrite: boolean,
): { readonly taints: readonly Taint[]; readonly operation: string } => {
  const known = added.filter((taint) => before.some((old) => same(old, taint))).map(({ key }) => key)
  if (!overwrite && known.length > 0)
    throw new UsageError(`node ${node} already has ${known.join(',')} taint(s) with same effect(s) and --overwrite is false`)
  let taints: readonly Taint[] = [...added, ...before.filter((old) => !added.some((taint) => same(taint, old)))]
  const grew = taints.length !== before.length
  const errors: UsageError[] = []
  let shrank = false
  for (const gone of removed) {
    const left = taints.filter((taint) => taint.key !== gone.key || (gone.effect !== undefined && taint.effect !== gone.effect))
    shrank = left.length !== taints.length
    if (!shrank) errors.push(new UsageError(`taint ${JSON.stringify(taintText(gone))} not found`))
    taints = left
  }
  throwAll(errors)
  return { taints, operation: (grew && shrank) || overwrite ? 'modified' : grew ? 'tainted' : 'untainted' }
}

/** A taint as a node has it. */
export const taintOf = (taint: Json): Taint => {
  const [value, effect, timeAdded] = [textAt(taint, 'value'), textAt(taint, 'effect'), textAt(taint, 'timeAdded')]
  return { key: textAt(taint, 'key'), ...(value ? { value } : {}), ...(effect ? { effect } : {}), ...(timeAdded ? { timeAdded } : {}) }
}
