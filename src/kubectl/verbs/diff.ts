import { ApiError, SystemError, UsageError, diffTime, toYaml, unifiedHunks } from '../../base/index.ts'
import type { JsonObject } from '../../api/index.ts'
import { findByFlags, loose, requireFiles, withObject, type ObjectInfo } from '../action.ts'
import { PlainError, formatError, isNotFound, throwAll, usageErrorf } from '../errors.ts'
import { fieldManagerFlag, filenameFlags, flag, selectorFlag, serverSideFlags } from '../flags/write-flags.ts'
import { isJsonObject, mapAt, withField } from '../json-fields.ts'
import { modifiedConfiguration } from '../last-applied.ts'
import { isEmptyPatch } from '../patch-tools.ts'
import type { KubectlSession } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'
import { patchFor } from './apply/client-side.ts'
import { applyManager } from './apply/manager.ts'

const live = (session: KubectlSession, info: ObjectInfo): JsonObject | undefined => {
  try {
    return session.get(info.resource, info.namespace, info.name) as JsonObject
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** What the object would be once applied, as the server's dry run says. */
const merged = (invocation: Invocation, session: KubectlSession, info: ObjectInfo, current: JsonObject | undefined): JsonObject => {
  const { flags } = invocation
  const query = { dryRun: 'All', fieldManager: applyManager(invocation) }
  const { resource, namespace, name } = info
  if (flags.boolean('server-side')) {
    return session.patch(resource, namespace, name, 'apply', info.object, {
      ...query,
      force: flags.boolean('force-conflicts'),
    }) as JsonObject
  }
  if (!current) return session.create(resource, namespace, loose(info.object), query) as JsonObject
  const patch = patchFor(info, modifiedConfiguration(info.object), current)
  if (isEmptyPatch(patch)) return current
  return session.patch(resource, namespace, name, patch.type, patch.body, query) as JsonObject
}

/** Values of Secrets are masked; what differs is marked as before and after (diff.go Masker). */
const masked = (from: JsonObject | undefined, to: JsonObject): readonly [JsonObject | undefined, JsonObject] => {
  const before = mapAt(from, 'data')
  const after = mapAt(to, 'data')
  const mask = (own: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>, mark: string) =>
    Object.fromEntries(Object.keys(own).map((key) => [key, key in other && other[key] !== own[key] ? `*** (${mark})` : '***']))
  const apply = (object: JsonObject, data: Readonly<Record<string, string>>) => (isJsonObject(object.data) ? { ...object, data } : object)
  return [from ? apply(from, mask(before, after, 'before')) : undefined, apply(to, mask(after, before, 'after'))]
}

const fileName = ({ resource, namespace, name }: ObjectInfo): string =>
  `${resource.group === '' ? '' : `${resource.group}.`}${resource.version}.${resource.kind}.${namespace}.${name}`

interface DiffFile {
  readonly name: string
  readonly from: string
  readonly to: string
}

const diffFile = (invocation: Invocation, session: KubectlSession, info: ObjectInfo): DiffFile => {
  const shown = (object: JsonObject): JsonObject =>
    invocation.flags.boolean('show-managed-fields') ? object : withField(object, ['metadata', 'managedFields'], undefined)
  const current = live(session, info)
  let from = current ? shown(current) : undefined
  let to = shown(merged(invocation, session, info, current))
  if (info.resource.kind === 'Secret' && info.resource.version === 'v1') [from, to] = masked(from, to)
  return { name: fileName(info), from: from ? toYaml(from) : '', to: toYaml(to) }
}

/** The output of `diff -u -N LIVE MERGED` over all files that differ. */
const unified = (invocation: Invocation, files: readonly DiffFile[]): string => {
  const { clock, machine, pid } = invocation.process
  const number = machine.seed('kubectl-diff', pid, clock.now) % 4_294_967_296
  const [live, mergedDirectory] = [`/tmp/LIVE-${number}`, `/tmp/MERGED-${(number * 7 + 1) % 4_294_967_296}`]
  const time = (text: string): string => (text === '' ? diffTime(0) : diffTime(clock.now))
  return files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, from, to }) => {
      const hunks = unifiedHunks(from, to)
      if (hunks === '') return ''
      const command = `diff -u -N ${live}/${name} ${mergedDirectory}/${name}\n`
      return `${command}--- ${live}/${name}\t${time(from)}\n+++ ${mergedDirectory}/${name}\t${time(to)}\n${hunks}`
    })
    .join('')
}

const differences = async (invocation: Invocation): Promise<string> => {
  const { flags, args, path } = invocation
  if (args.length > 0) throw usageErrorf(path, `Unexpected args: [${args.join(' ')}]`)
  requireFiles(invocation)
  if (flags.boolean('force-conflicts') && !flags.boolean('server-side'))
    throw new UsageError('--force-conflicts only works with --server-side')
  const found = await findByFlags(invocation, { continueOnError: false })
  throwAll(found.errors)
  const session = await invocation.connect()
  return unified(
    invocation,
    found.infos.map(withObject).map((info) => diffFile(invocation, session, info)),
  )
}

/** Errors of diff end with a code one higher than usual, since 1 means that there are differences. */
const run = async (invocation: Invocation): Promise<number> => {
  let text: string
  try {
    text = await differences(invocation)
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ApiError || error instanceof SystemError)) throw error
    throw withExitCode(error)
  }
  await invocation.out(text)
  return text === '' ? 0 : 1
}

const withExitCode = (error: Error): Error => new PlainError(formatError(error), 2)

export const diff: Verb = {
  name: 'diff',
  summary: 'Diff the live version against a would-be applied version',
  description: 'Show what kubectl apply would change, as diff does. The exit code is 1 if there are differences, more after an error.',
  examples: ['kubectl diff -f web.yaml'],
  usage: 'diff -f FILENAME',
  group: 'advanced',
  flags: [
    ...filenameFlags('with the configurations'),
    ...serverSideFlags,
    fieldManagerFlag('kubectl-client-side-apply'),
    selectorFlag,
    flag.int('concurrency', 1, 'How many objects to compare at a time.'),
    flag.boolean('show-managed-fields', 'Compare managedFields, too.'),
  ],
  run,
}
