import { UsageError } from '../base/index.ts'
import { createMergePatch, type JsonObject } from '../api/index.ts'
import { hasFiles, type ObjectInfo } from './action.ts'
import { goJson } from './go-json.ts'
import { mapAt, withField } from './json-fields.ts'
import type { Invocation } from './verb.ts'
import { writeQuery, type DryRun } from './write-options.ts'

/** What label and annotate do to the maps of objects. */
export interface MapChange {
  readonly field: 'labels' | 'annotations'
  readonly added: Readonly<Record<string, string>>
  readonly removed: readonly string[]
}

/** The object with its map changed, and --resource-version in it (then the server compares it). */
export const changeMap = (invocation: Invocation, object: JsonObject, change: MapChange): JsonObject => {
  const map: Record<string, string> = { ...mapAt(object, 'metadata', change.field), ...change.added }
  for (const name of change.removed) delete map[name]
  const changed = withField(object, ['metadata', change.field], map)
  const resourceVersion = invocation.flags.string('resource-version')
  return resourceVersion === '' ? changed : withField(changed, ['metadata', 'resourceVersion'], resourceVersion)
}

/** The object as the patch is reckoned from: without its resourceVersion if one is asked for. */
export const baseOf = (invocation: Invocation, object: JsonObject): JsonObject =>
  invocation.flags.string('resource-version') === '' ? object : withField(object, ['metadata', 'resourceVersion'], undefined)

/** Sends the difference as a merge patch; answers what the server made of it. */
export const sendMap = async (
  invocation: Invocation,
  info: ObjectInfo,
  before: JsonObject,
  after: JsonObject,
  dryRun: DryRun,
): Promise<JsonObject> => {
  const session = await invocation.connect()
  const query = writeQuery(dryRun, invocation.flags.string('field-manager'))
  return session.patch(info.resource, info.namespace, info.name, 'merge', createMergePatch(before, after), query) as JsonObject
}

/** `--list`: the map of one object; with several objects under a heading. */
export const listMap = async (
  invocation: Invocation,
  info: ObjectInfo,
  object: JsonObject,
  field: 'labels' | 'annotations',
  single: boolean,
): Promise<void> => {
  if (!single) await invocation.out(`Listing ${field} for ${info.resource.kind}.${info.resource.group}/${info.name}:\n`)
  for (const [key, value] of Object.entries(mapAt(object, 'metadata', field)).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await invocation.out(`${single ? '' : ' '}${key}=${value}\n`)
  }
}

/** What label and annotate check alike before they look for objects. */
export const checkSelection = (invocation: Invocation, resources: readonly string[], dryRun: DryRun, example: string): void => {
  const { flags } = invocation
  if (flags.boolean('all') && flags.string('selector') !== '') throw new UsageError('cannot set --all and --selector at the same time')
  if (flags.boolean('all') && flags.string('field-selector') !== '')
    throw new UsageError('cannot set --all and --field-selector at the same time')
  if (!flags.boolean('local')) {
    if (resources.length === 0 && !hasFiles(invocation))
      throw new UsageError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    return
  }
  if (dryRun === 'server') throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  if (resources.length > 0)
    throw new UsageError(`can only use local files by -f ${example}.yaml or --filename=${example}.json when --local=true is set`)
  if (!hasFiles(invocation)) throw new UsageError(`one or more files must be specified as -f ${example}.yaml or --filename=${example}.json`)
}

/** The length of an object in Go's JSON: how label tells whether labels went away. */
export const jsonLength = (object: JsonObject): number => goJson(object).length
