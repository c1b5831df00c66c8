import { UsageError } from '../base/index.ts'

const isPair = (argument: string): boolean =>
  (argument.includes('=') && !argument.startsWith('=')) || (argument.endsWith('-') && argument !== '-')

/** Splits the arguments of label, annotate, set image: first resources, then `KEY=VALUE` and `KEY-` (pkg/cmd/util/helpers.go). */
export const resourcesAndPairs = (
  args: readonly string[],
  pairType: string,
): { resources: readonly string[]; pairs: readonly string[] } => {
  const first = args.findIndex(isPair)
  if (first < 0) return { resources: args, pairs: [] }
  const stray = args.slice(first).find((argument) => !isPair(argument))
  if (stray !== undefined) throw new UsageError(`all resources must be specified before ${pairType} changes: ${stray}`)
  return { resources: args.slice(0, first), pairs: args.slice(first) }
}

/** Parses `KEY=VALUE` and, where it may be, `KEY-`. */
export const parsePairs = (
  pairs: readonly string[],
  pairType: string,
  mayRemove: boolean,
): { added: Readonly<Record<string, string>>; removed: readonly string[] } => {
  const added: Record<string, string> = {}
  const removed: string[] = []
  const invalid: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals > 0) added[pair.slice(0, equals)] = pair.slice(equals + 1)
    else if (mayRemove && pair.endsWith('-') && pair !== '-') removed.push(pair.slice(0, -1))
    else invalid.push(pair)
  }
  if (invalid.length > 0) throw new UsageError(`invalid ${pairType} format: ${invalid.join(', ')}`)
  return { added, removed }
}

/** `a=b,c=d` of --labels and --selector where only equality counts (pkg/generate ParseLabels). */
export const parseLabelMap = (text: string): Readonly<Record<string, string>> => {
  if (text === '') throw new UsageError('no label spec passed')
  const labels: Record<string, string> = {}
  for (const spec of text.split(',')) {
    const parts = spec.split('=')
    if (parts.length !== 2) throw new UsageError(`unexpected label spec: ${spec}`)
    if (parts[0] === '') throw new UsageError('unexpected empty label key')
    labels[parts[0]!] = parts[1]!
  }
  return labels
}
