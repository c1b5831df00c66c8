import { ApiError, SystemError, UsageError } from '../base/index.ts'
import type { Json, JsonObject } from '../api/index.ts'
import { throwAll } from './errors.ts'
import type { LooseObject } from './object.ts'
import { findResources, type Found, type Info, type ResourceQuery } from './resources.ts'
import type { Invocation } from './verb.ts'

/** An Info whose object is there, as JSON. */
export interface ObjectInfo extends Omit<Info, 'object'> {
  readonly object: JsonObject
}

export const withObject = (info: Info): ObjectInfo => ({ ...info, object: (info.object ?? {}) as JsonObject })

/** The object as sessions take it. */
export const loose = (object: JsonObject): LooseObject => object as LooseObject
export const json = (object: LooseObject): JsonObject => object as JsonObject & Json

const textFlag = ({ flags }: Invocation, name: string): string | undefined =>
  flags.has(name) && flags.string(name) !== '' ? flags.string(name) : undefined
const booleanFlag = ({ flags }: Invocation, name: string): boolean => flags.has(name) && flags.boolean(name)

/** True if -f or -k was given. */
export const hasFiles = ({ flags }: Invocation): boolean => flags.list('filename').length > 0 || flags.string('kustomize') !== ''

/** cmdutil's RequireFilenameOrKustomize. */
export const requireFiles = (invocation: Invocation): void => {
  const { flags } = invocation
  const files = flags.list('filename').length > 0
  const kustomize = flags.string('kustomize') !== ''
  if (!files && !kustomize) throw new UsageError('must specify one of -f and -k')
  if (files && kustomize) throw new UsageError('only one of -f or -k can be specified')
}

/** The query that a verb's flags make: -f, -k, -R, -l, --field-selector, --all, -A, --local, as far as it has them. */
export const queryOf = (invocation: Invocation, more: ResourceQuery = {}): ResourceQuery => {
  const { flags } = invocation
  const labelSelector = textFlag(invocation, 'selector')
  const fieldSelector = textFlag(invocation, 'field-selector')
  return {
    args: invocation.args,
    filenames: flags.has('filename') ? flags.list('filename') : [],
    recursive: booleanFlag(invocation, 'recursive'),
    kustomize: textFlag(invocation, 'kustomize') ?? '',
    all: booleanFlag(invocation, 'all'),
    allNamespaces: booleanFlag(invocation, 'all-namespaces'),
    local: booleanFlag(invocation, 'local'),
    continueOnError: true,
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...more,
  }
}

/** Finds what a verb's command line names. */
export const findByFlags = (invocation: Invocation, more: ResourceQuery = {}): Promise<Found> =>
  findResources(invocation, queryOf(invocation, more))

export const isExpected = (error: unknown): boolean =>
  error instanceof ApiError || error instanceof UsageError || error instanceof SystemError

/** Does the same to each; errors are collected behind those that are there already, and thrown at the end as kubectl throws them. */
export const forEach = async <T>(
  items: readonly T[],
  before: readonly unknown[],
  visit: (item: T) => void | Promise<unknown>,
): Promise<void> => {
  const errors = [...before]
  for (const item of items) {
    try {
      await visit(item)
    } catch (error) {
      if (!isExpected(error)) throw error
      errors.push(error)
    }
  }
  throwAll(errors)
}

/** Puts `error when creating "a.yaml": ` before what the server said, if the object came from a file. */
export const withSource = <T>(verb: string, source: string, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    throw sourceError(verb, source, error)
  }
}

export const sourceError = (verb: string, source: string, error: unknown): unknown => {
  if (source === '' || !isExpected(error)) return error
  const message = `error when ${verb} ${JSON.stringify(source)}: ${(error as Error).message}`
  return error instanceof ApiError ? new ApiError({ ...error.status, message }) : new UsageError(message)
}
