import { UsageError } from '../../base/index.ts'
import { describeObject } from '../describe/index.ts'
import { isNotFound, throwAll } from '../errors.ts'
import { chunkSizeFlag } from '../flags/read-flags.ts'
import { allNamespacesFlag, filenameFlags, flag, selectorFlag } from '../flags/write-flags.ts'
import { listAt } from '../object.ts'
import { findResources, visitAll, withKind, type Info } from '../resources.ts'
import type { Invocation, Verb } from '../verb.ts'
import { nothingFound } from './get/tables.ts'

/** With `TYPE PREFIX`: all objects whose names begin so. */
const byPrefix = async (invocation: Invocation): Promise<readonly Info[]> => {
  const [type = '', prefix = ''] = invocation.args
  const session = await invocation.connect()
  const resource = session.resolve(type)
  const items = listAt(session.list(resource, invocation.namespace, { limit: 500 }), 'items')
  return items
    .filter((item) => item.metadata?.name?.startsWith(prefix))
    .map((item) => ({
      resource,
      namespace: item.metadata?.namespace ?? '',
      name: item.metadata?.name ?? '',
      object: withKind(item, resource),
      source: '',
    }))
}

const describeAll = async (
  invocation: Invocation,
  infos: readonly Info[],
  before: readonly unknown[],
  separator: string,
): Promise<number> => {
  const session = await invocation.connect()
  const texts: string[] = []
  const errors = visitAll(infos, true, ({ resource, object, namespace, name }) => {
    const current = object ?? session.get(resource, namespace, name)
    const context = { session, resource, now: invocation.process.clock.now, showEvents: invocation.flags.boolean('show-events') }
    texts.push(describeObject(withKind(current, resource), context))
  })
  await invocation.out(separator === '' ? texts.map((text) => `${text}\n`).join('') : texts.join(separator))
  throwAll([...before, ...errors])
  return 0
}

export const describe: Verb = {
  name: 'describe',
  group: 'troubleshoot',
  summary: 'Show details of a specific resource or group of resources',
  description:
    'Tell all about an object or a group of objects.\n\n What is printed is put together from several objects: an object, what belongs to it, and its events. TYPE NAME_PREFIX describes all whose names begin so.',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  examples: [
    '# A node\nkubectl describe nodes node01',
    '# A Pod\nkubectl describe pods/web-1',
    '# All Pods with a label\nkubectl describe pods -l app=web',
  ],
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    ...filenameFlags('that name the objects'),
    selectorFlag,
    flag.boolean('show-events', 'Show the events about each object.', { default: 'true' }),
  ],
  async run(invocation) {
    const { args, flags } = invocation
    const fromFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== ''
    if (args.length === 0 && !fromFiles) {
      throw new UsageError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      )
    }
    const found = await findResources(invocation, {
      args,
      filenames: flags.list('filename'),
      kustomize: flags.string('kustomize'),
      recursive: flags.boolean('recursive'),
      continueOnError: true,
      typeMeansAll: true,
      allNamespaces: flags.boolean('all-namespaces'),
      chunkSize: flags.int('chunk-size'),
      latest: true,
      ...(flags.string('selector') ? { labelSelector: flags.string('selector') } : {}),
    })
    if (found.infos.length === 0 && args.length === 2 && !fromFiles && found.errors.length > 0 && found.errors.every(isNotFound)) {
      const matching = await byPrefix(invocation)
      if (matching.length > 0) return describeAll(invocation, matching, [], '')
    }
    if (found.infos.length === 0 && found.errors.length === 0) {
      await invocation.error(nothingFound(invocation, true))
      return 0
    }
    return describeAll(invocation, found.infos, found.errors, '\n\n')
  },
}
