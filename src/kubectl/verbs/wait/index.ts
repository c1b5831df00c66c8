import { ApiError, UsageError } from '../../../base/index.ts'
import type { Resource } from '../../discovery.ts'
import { isNotFound, throwAll, watchError } from '../../errors.ts'
import {
  allFlag,
  allNamespacesFlag,
  fieldSelectorFlag,
  filenameFlags,
  flag,
  localFlag,
  printFlags,
  selectorFlag,
} from '../../flags/write-flags.ts'
import { listAt, textAt, type LooseObject } from '../../object.ts'
import { resultPrinter } from '../../printers/index.ts'
import { findResources, withKind, type Info } from '../../resources.ts'
import type { KubectlSession } from '../../session.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { parseCondition, type WaitCondition } from './conditions.ts'

const timedOut = 'timed out waiting for the condition'

const current = (
  session: KubectlSession,
  { resource, namespace, name }: Info,
): { readonly object: LooseObject | undefined; readonly version: string } => {
  const list = session.list(resource, namespace, { fieldSelector: `metadata.name=${name}` })
  const found = listAt(list, 'items')[0]
  return { object: found && withKind(found, resource), version: textAt(list, 'metadata', 'resourceVersion') }
}

/** Waits for one object: what it was when the condition came true (what it was last, if that is its end). */
const waitForOne = async (
  session: KubectlSession,
  info: Info,
  condition: WaitCondition,
  deadline: number,
  now: () => number,
): Promise<LooseObject> => {
  const { resource, namespace, name } = info
  let last: LooseObject = info.object ?? { apiVersion: session.apiVersionOf(resource), kind: resource.kind, metadata: { name } }
  for (;;) {
    const { object, version } = current(session, info)
    if (condition.met(object)) return object ?? last
    if (object) last = object
    else if (condition.type === 'state' && !object) throw new UsageError(`${resource.plural} ${JSON.stringify(name)} not found`)
    const stream = session.watch(resource, namespace, { fieldSelector: `metadata.name=${name}`, resourceVersion: version })
    try {
      for (let event = await stream.next(deadline); event !== undefined; event = await stream.next(deadline)) {
        if (event === 'late') throw new UsageError(`${timedOut} on ${resource.plural}/${name}`)
        if (event.type === 'ERROR') throw watchError(event.object)
        if (event.type === 'BOOKMARK') continue
        if (event.object.metadata?.uid !== undefined) last = withKind(event.object, resource)
        if (condition.met(event.type === 'DELETED' ? undefined : event.object)) return last
      }
    } finally {
      stream.stop()
    }
    if (now() >= deadline) throw new UsageError(`${timedOut} on ${resource.plural}/${name}`)
  }
}

const deadlineOf = ({ flags, process }: Invocation): number => {
  const timeout = flags.duration('timeout')
  return process.clock.now + (timeout < 0 ? 7 * 24 * 3_600_000 : timeout)
}

/** `--for=create`: looks again and again until all named objects are there. */
const find = async (invocation: Invocation, condition: WaitCondition) => {
  const { flags, process, args } = invocation
  const query = {
    args,
    filenames: flags.list('filename'),
    recursive: flags.boolean('recursive'),
    all: flags.boolean('all'),
    allNamespaces: flags.boolean('all-namespaces'),
    latest: true,
    continueOnError: true,
    ...(flags.string('selector') ? { labelSelector: flags.string('selector') } : {}),
    ...(flags.string('field-selector') ? { fieldSelector: flags.string('field-selector') } : {}),
  }
  const deadline = deadlineOf(invocation)
  for (;;) {
    const found = await findResources(invocation, query)
    if (condition.type !== 'create' || (found.infos.length > 0 && found.errors.length === 0)) return found
    if (found.errors.some((error) => !isNotFound(error))) throwAll(found.errors)
    if (process.clock.now + 500 > deadline) throw new UsageError(timedOut)
    await process.sleep(500)
  }
}

const notMet = (resource: Resource, name: string): UsageError => new UsageError(`condition not met for ${resource.plural}/${name}`)

export const wait: Verb = {
  name: 'wait',
  group: 'advanced',
  summary: 'Wait for a specific condition on one or many resources',
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  examples: [
    '# Until a Pod is ready\nkubectl wait --for=condition=Ready pod/web-1',
    "# Until a field has a value\nkubectl wait --for=jsonpath='{.status.phase}'=Running pod/web-1",
    '# Until it is gone, a minute at most\nkubectl wait --for=delete pod/web-1 --timeout=60s',
  ],
  flags: [
    allFlag,
    allNamespacesFlag,
    fieldSelectorFlag,
    ...filenameFlags('that name the objects')
      .filter(({ name }) => name !== 'kustomize')
      .map((one) => (one.name === 'recursive' ? { ...one, default: 'true' } : one)),
    flag.string('for', 'create, delete, condition=NAME[=VALUE] or jsonpath=EXPRESSION[=VALUE].'),
    localFlag,
    ...printFlags,
    selectorFlag,
    flag.duration('timeout', 'How long to wait; 0 looks once, less is a week.', { default: '30s' }),
  ],
  async run(invocation) {
    const { flags, process } = invocation
    const condition = parseCondition(flags.string('for'))
    const print = resultPrinter(invocation)
    const found = await find(invocation, condition)
    const errors = found.errors.filter((error) => !(condition.type === 'delete' && isNotFound(error)))
    if (found.infos.length === 0 && errors.length === 0) {
      if (condition.type === 'delete') return 0
      throw new UsageError('no matching resources found')
    }
    const session = await invocation.connect()
    for (const info of found.infos) {
      try {
        if (flags.duration('timeout') === 0) {
          if (!condition.met(current(session, info).object)) throw notMet(info.resource, info.name)
          await invocation.out(print(info.object!, 'condition met'))
          continue
        }
        const object = await waitForOne(session, info, condition, deadlineOf(invocation), () => process.clock.now)
        await invocation.out(print(object, 'condition met'))
      } catch (error) {
        if (!(error instanceof UsageError || error instanceof ApiError)) throw error
        errors.push(error)
      }
    }
    throwAll(errors)
    return 0
  },
}
