import { watchError } from '../errors.ts'
import { UsageError, humanDuration } from '../../base/index.ts'
import { allNamespacesFlag, flag, printFlags } from '../flags/write-flags.ts'
import { chunkSizeFlag } from '../flags/read-flags.ts'
import { at, listAt, numberAt, textAt, type LooseObject } from '../object.ts'
import { Aligner, objectPrinter } from '../printers/index.ts'
import { withKind } from '../resources.ts'
import type { Invocation, Verb } from '../verb.ts'

const header = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']

const timeOf = (event: LooseObject): number => {
  const text =
    textAt(event, 'series', 'lastObservedTime') ||
    textAt(event, 'lastTimestamp') ||
    textAt(event, 'eventTime') ||
    textAt(event, 'firstTimestamp')
  return text === '' ? 0 : Date.parse(text)
}

const age = (time: unknown, now: number): string =>
  typeof time === 'string' && time !== '' ? humanDuration(now - Date.parse(time)) : '<unknown>'

const interval = (event: LooseObject, now: number): string => {
  const first = age(at(event, 'eventTime') ?? at(event, 'firstTimestamp'), now)
  if (at(event, 'series'))
    return `${age(at(event, 'series', 'lastObservedTime'), now)} (x${numberAt(event, 'series', 'count')} over ${first})`
  return numberAt(event, 'count') > 1 ? `${age(at(event, 'lastTimestamp'), now)} (x${numberAt(event, 'count')} over ${first})` : first
}

const row = (event: LooseObject, now: number, withNamespace: boolean): readonly string[] => [
  ...(withNamespace ? [textAt(event, 'metadata', 'namespace')] : []),
  interval(event, now),
  textAt(event, 'type'),
  textAt(event, 'reason'),
  `${textAt(event, 'involvedObject', 'kind')}/${textAt(event, 'involvedObject', 'name')}`,
  textAt(event, 'message').trim(),
]

const selectorFor = async (invocation: Invocation, about: string): Promise<string> => {
  if (about === '') return ''
  const [type = '', name = '', more] = about.split('/')
  if (more !== undefined || type === '' || name === '') throw new UsageError('--for must be in resource/name form')
  const resource = (await invocation.connect()).resolve(type)
  const version = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
  return `involvedObject.apiVersion=${version},involvedObject.kind=${resource.kind},involvedObject.name=${name}`
}

const watchEvents = async (
  invocation: Invocation,
  print: (event: LooseObject) => string,
  wanted: (event: LooseObject) => boolean,
  query: Readonly<Record<string, string>>,
  namespace: string,
): Promise<number> => {
  const session = await invocation.connect()
  const stream = session.watch(session.resolve('events'), namespace, query)
  for (let change = await stream.next(); change !== undefined && change !== 'late'; change = await stream.next()) {
    if (change.type === 'ERROR') throw watchError(change.object)
    if ((change.type === 'ADDED' || change.type === 'MODIFIED') && wanted(change.object)) await invocation.out(print(change.object))
  }
  return 0
}

export const events: Verb = {
  name: 'events',
  group: 'troubleshoot',
  summary: 'List events',
  usage:
    'events [(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  examples: [
    '# Those of the namespace\nkubectl events',
    '# About one Pod\nkubectl events --for pod/web-1',
    '# Warnings only\nkubectl events --types=Warning',
  ],
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    flag.string('for', 'Only events about this object, TYPE/NAME.'),
    flag.boolean('no-headers', 'Leave the header line out.'),
    ...printFlags,
    flag.list('types', 'Only events of these types: Normal, Warning.'),
    flag.boolean('watch', 'Go on printing new events.', { short: 'w' }),
  ],
  async run(invocation) {
    const { flags, process } = invocation
    const types = flags.list('types')
    if (!types.every((type) => /^(normal|warning)$/i.test(type))) throw new UsageError('valid --types are Normal or Warning')
    const printer = objectPrinter(invocation, flags.string('output'))
    const fieldSelector = await selectorFor(invocation, flags.string('for'))
    const session = await invocation.connect()
    const resource = session.resolve('events')
    const namespace = flags.boolean('all-namespaces') ? '' : invocation.namespace
    const query: Readonly<Record<string, string>> = fieldSelector ? { fieldSelector } : {}
    const list = session.list(resource, namespace, { ...query, limit: flags.int('chunk-size') || undefined })
    const wanted = (event: LooseObject) =>
      types.length === 0 || types.some((type) => type.toLowerCase() === textAt(event, 'type').toLowerCase())
    const found = listAt(list, 'items')
      .filter(wanted)
      .toSorted((a, b) => timeOf(a) - timeOf(b))
      .map((event) => withKind(event, resource))
    const aligner = new Aligner()
    let headers = flags.boolean('no-headers') ? [] : [[...(namespace === '' ? ['NAMESPACE'] : []), ...header]]
    const rows = (all: readonly LooseObject[]): string => {
      const text = aligner.print([...headers, ...all.map((event) => row(event, process.clock.now, namespace === ''))])
      headers = []
      return text
    }
    if (found.length === 0 && !flags.boolean('watch')) {
      await invocation.error(namespace === '' ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`)
      return 0
    }
    if (found.length > 0)
      await invocation.out(
        printer ? printer({ apiVersion: 'v1', kind: 'EventList', metadata: list.metadata ?? {}, items: found }) : rows(found),
      )
    if (!flags.boolean('watch')) return 0
    const one = (event: LooseObject) => (printer ? printer(withKind(event, resource)) : rows([event]))
    return watchEvents(invocation, one, wanted, { ...query, resourceVersion: textAt(list, 'metadata', 'resourceVersion') }, namespace)
  },
}
