import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { textAt } from '../../json-fields.ts'
import { envVarNameErrors } from '../../name-rules.ts'

/** Changes of environment variables: what to set and what to remove. */
export interface EnvChanges {
  readonly variables: readonly JsonObject[]
  readonly removed: readonly string[]
  readonly usesStdin: boolean
}

const isEnvArgument = (text: string): boolean => /^[^]+=[^]*$/.test(text) || text.endsWith('-')

/** Splits arguments into resources and `KEY=VALUE`, `KEY-`; undefined if a resource stands behind a change. */
export const splitEnvArguments = (
  args: readonly string[],
): { readonly resources: readonly string[]; readonly changes: readonly string[] } | undefined => {
  const first = args.findIndex(isEnvArgument)
  if (first < 0) return { resources: args, changes: [] }
  return args.slice(first).every(isEnvArgument) ? { resources: args.slice(0, first), changes: args.slice(first) } : undefined
}

/** Lines `KEY=VALUE` of stdin, comments cut off. */
const readLines = (text: string): readonly JsonObject[] =>
  text
    .split('\n')
    .map((line) => line.split('#')[0]!)
    .filter((line) => line.includes('='))
    .map((line) => ({ name: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) }))

/** Parses the changes (pkg/cmd/set/env/env_parse.go). */
export const parseEnvChanges = (specs: readonly string[], stdin: string): EnvChanges => {
  const variables: JsonObject[] = []
  const removed: string[] = []
  for (const spec of specs) {
    if (spec === '-') variables.push(...readLines(stdin))
    else if (spec.includes('=')) {
      const name = spec.slice(0, spec.indexOf('='))
      const errors = envVarNameErrors(name)
      if (errors.length > 0) throw new UsageError(`${JSON.stringify(name)} is not a valid key name: ${errors.join(';')}`)
      const value = spec.slice(spec.indexOf('=') + 1)
      variables.push(value === '' ? { name } : { name, value })
    } else if (spec.endsWith('-')) removed.push(spec.slice(0, -1))
    else throw new UsageError(`unknown environment variable: ${spec}`)
  }
  const named = specs.filter((spec) => spec.includes('=')).map((spec) => spec.slice(0, spec.indexOf('=')))
  if (removed.some((name) => named.includes(name)))
    throw new UsageError('can not both modify and remove the same environment variable in the same command')
  return { variables, removed, usesStdin: specs.includes('-') }
}

const nameOf = (variable: Json): string => textAt(variable, 'name')

/** Sets and removes; a variable that is there keeps its place (pkg/cmd/set/helper.go updateEnv). */
export const updateEnv = (existing: readonly Json[], added: readonly JsonObject[], removed: readonly string[]): readonly Json[] => {
  const covered = new Set(removed)
  const next: Json[] = []
  for (const variable of existing) {
    const name = nameOf(variable)
    if (covered.has(name)) continue
    const newer = added.find((one) => nameOf(one) === name)
    if (newer) covered.add(name)
    next.push(newer ?? variable)
  }
  for (const variable of added) {
    if (covered.has(nameOf(variable))) continue
    covered.add(nameOf(variable))
    next.push(variable)
  }
  return next
}

export const checkNoOverwrites = (existing: readonly Json[], added: readonly JsonObject[]): void => {
  for (const variable of added) {
    const current = existing.find((one) => nameOf(one) === nameOf(variable))
    if (current !== undefined && textAt(current, 'value') !== textAt(variable, 'value')) {
      throw new UsageError(`'${nameOf(current)}' already has a value (${textAt(current, 'value')}), and --overwrite is false`)
    }
  }
}

/** `configmap cfg, key alpha`: what --list says of a variable that refers to something. */
export const referenceText = (from: Json | undefined): string => {
  const reference = (name: string): Json | undefined => (from as JsonObject | undefined)?.[name]
  const configMap = reference('configMapKeyRef')
  const secret = reference('secretKeyRef')
  const field = reference('fieldRef')
  const resource = reference('resourceFieldRef')
  if (configMap) return `configmap ${textAt(configMap, 'name')}, key ${textAt(configMap, 'key')}`
  if (secret) return `secret ${textAt(secret, 'name')}, key ${textAt(secret, 'key')}`
  if (field) return `field path ${textAt(field, 'fieldPath')}`
  if (resource)
    return `resource field ${textAt(resource, 'containerName') ? `${textAt(resource, 'containerName')}/` : ''}${textAt(resource, 'resource')}`
  return 'invalid valueFrom'
}
