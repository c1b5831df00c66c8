import { ApiError, UsageError } from '../base/index.ts'
import type { JsonObject } from '../api/index.ts'
import { forEach, sourceError } from './action.ts'
import { qualifiedKind } from './discovery.ts'
import { isNotFound } from './errors.ts'
import { textAt } from './json-fields.ts'
import type { LooseObject } from './object.ts'
import type { Info } from './resources.ts'
import type { KubectlSession } from './session.ts'
import type { Invocation } from './verb.ts'
import type { DryRun } from './write-options.ts'
import { booleans } from './flags.ts'

export type Propagation = 'Background' | 'Foreground' | 'Orphan'

/** How a verb deletes: `kubectl delete` itself, and replace, apply and run on their way. */
export interface Deletion {
  readonly propagation: Propagation
  /** Seconds; -1 for the object's own. */
  readonly gracePeriod: number
  readonly dryRun: DryRun
  readonly ignoreNotFound: boolean
  readonly wait: boolean
  /** Milliseconds; 0 for a week. */
  readonly timeout: number
  /** '' or `name` */
  readonly output: string
  readonly quiet?: boolean
  /** Warn of objects without a namespace, as -n was given. */
  readonly warnClusterScope?: boolean
}

/** What --cascade says; its old boolean forms come with a warning. */
export const propagationOf = async (invocation: Invocation): Promise<Propagation> => {
  const value = invocation.flags.string('cascade')
  const boolean = booleans[value]
  if (boolean !== undefined) {
    const instead = boolean ? 'background' : 'orphan'
    await invocation.error(`warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${instead}.\n`)
    return boolean ? 'Background' : 'Orphan'
  }
  const known: Readonly<Record<string, Propagation>> = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' }
  const propagation = known[value]
  if (!propagation) throw new UsageError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`)
  return propagation
}

/** The body of the DELETE request. */
export const deleteOptions = (deletion: Pick<Deletion, 'propagation' | 'gracePeriod'>): LooseObject => ({
  kind: 'DeleteOptions',
  apiVersion: 'v1',
  ...(deletion.gracePeriod >= 0 ? { gracePeriodSeconds: deletion.gracePeriod } : {}),
  propagationPolicy: deletion.propagation,
})

const report = (info: Info, deletion: Deletion): string => {
  const kind = qualifiedKind(info.resource)
  if (deletion.output === 'name') return `${kind}/${info.name}\n`
  const done = deletion.gracePeriod === 0 ? 'force deleted' : 'deleted'
  const where = info.resource.namespaced ? ` from ${info.namespace} namespace` : ''
  const dry = deletion.dryRun === 'client' ? ' (dry run)' : deletion.dryRun === 'server' ? ' (server dry run)' : ''
  return `${kind} "${info.name}" ${done}${where}${dry}\n`
}

const uidOf = (answer: LooseObject): string =>
  answer.kind === 'Status' ? textAt(answer as JsonObject, 'details', 'uid') : (answer.metadata?.uid ?? '')

/** Deletes, reports and waits (pkg/cmd/delete/delete.go DeleteResult). */
export const deleteAll = async (
  invocation: Invocation,
  infos: readonly Info[],
  errors: readonly unknown[],
  deletion: Deletion,
): Promise<number> => {
  const before = deletion.ignoreNotFound ? errors.filter((error) => !isNotFound(error)) : errors
  const gone: { readonly info: Info; readonly uid: string }[] = []
  let warn = deletion.warnClusterScope === true
  let found = 0
  await forEach(infos, before, async (info) => {
    found++
    if (warn && !info.resource.namespaced) {
      warn = false
      await invocation.error('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n')
    }
    const uid = await deleteOne(invocation, info, deletion)
    if (uid !== undefined) gone.push({ info, uid })
  })
  if (found === 0) {
    await invocation.out('No resources found\n')
    return 0
  }
  if (deletion.wait && deletion.dryRun === 'none') await waitUntilGone(invocation, gone, deletion.timeout)
  return 0
}

/** The uid of what was deleted; undefined if it was not there and that is fine. */
const deleteOne = async (invocation: Invocation, info: Info, deletion: Deletion): Promise<string | undefined> => {
  let uid = ''
  if (deletion.dryRun !== 'client') {
    const session = await invocation.connect()
    const query = { dryRun: deletion.dryRun === 'server' ? 'All' : undefined }
    try {
      uid = uidOf(session.delete(info.resource, info.namespace, info.name, deleteOptions(deletion), query))
    } catch (error) {
      if (deletion.ignoreNotFound && isNotFound(error)) return undefined
      throw sourceError('deleting', info.source, error)
    }
  }
  if (!deletion.quiet) await invocation.out(report(info, deletion))
  return uid
}

/** What is still there under this name with this uid. */
const stillThere = (session: KubectlSession, info: Info, uid: string): LooseObject | undefined => {
  try {
    const object = session.get(info.resource, info.namespace, info.name)
    return uid === '' || object.metadata?.uid === uid ? object : undefined
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

const waitUntilGone = async (
  invocation: Invocation,
  gone: readonly { readonly info: Info; readonly uid: string }[],
  timeout: number,
): Promise<void> => {
  const session = await invocation.connect()
  const deadline = invocation.process.clock.now + (timeout > 0 ? timeout : 7 * 24 * 3_600_000)
  await forEach(gone, [], async ({ info, uid }) => {
    try {
      await waitForOne(session, info, uid, deadline)
    } catch (error) {
      if (error instanceof ApiError && (error.code === 403 || error.code === 405)) return
      throw error
    }
  })
}

const waitForOne = async (session: KubectlSession, info: Info, uid: string, deadline: number): Promise<void> => {
  const late = () => new UsageError(`timed out waiting for the condition on ${info.resource.plural}/${info.name}`)
  for (;;) {
    const object = stillThere(session, info, uid)
    if (!object) return
    const stream = session.watch(info.resource, info.namespace, {
      fieldSelector: `metadata.name=${info.name}`,
      resourceVersion: object.metadata?.resourceVersion,
    })
    try {
      for (;;) {
        const event = await stream.next(deadline)
        if (event === 'late') throw late()
        if (event === undefined || event.type === 'ERROR') break
        if (event.type === 'DELETED') return
      }
    } finally {
      stream.stop()
    }
  }
}

/** Waits until an object is gone by asking every second, as replace --force and apply --force do. */
export const pollUntilGone = async (invocation: Invocation, info: Info, timeout: number): Promise<void> => {
  const session = await invocation.connect()
  const deadline = invocation.process.clock.now + timeout
  while (stillThere(session, info, '')) {
    if (invocation.process.clock.now >= deadline) throw new UsageError('context deadline exceeded')
    await invocation.process.sleep(1000)
  }
}
