import { ApiError, UsageError, decode } from '../../base/index.ts'
import { usageErrorf } from '../errors.ts'
import { flag, selectorFlag } from '../flags/write-flags.ts'
import { nameOf, type LooseObject } from '../object.ts'
import { containerNames, defaultContainer, podsOf } from '../pods-of.ts'
import { findResources } from '../resources.ts'
import { resourcePath, type KubectlSession, type Query } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'
import { PieceStream } from '../watch-stream.ts'

const piece = (value: unknown): string => (value instanceof Uint8Array ? decode(value) : String(value))

const queryOf = ({ flags }: Invocation, container: string): Query => ({
  container,
  follow: flags.boolean('follow') || undefined,
  previous: flags.boolean('previous') || undefined,
  timestamps: flags.boolean('timestamps') || undefined,
  sinceTime: flags.string('since-time'),
  sinceSeconds: flags.duration('since') > 0 ? Math.ceil(flags.duration('since') / 1000) : undefined,
  tailLines: tailOf({ flags }) < 0 ? undefined : tailOf({ flags }),
  limitBytes: flags.int('limit-bytes') > 0 ? flags.int('limit-bytes') : undefined,
})

const tailOf = ({ flags }: Pick<Invocation, 'flags'>): number =>
  flags.string('selector') && !flags.changed('tail') ? 10 : flags.int('tail')

interface Source {
  readonly pod: LooseObject
  readonly container: string
  readonly prefix: string
}

const prefixed = (text: string, prefix: string): string =>
  prefix === '' || text === ''
    ? text
    : text.replace(/^(?=[\s\S])/gm, prefix).replace(new RegExp(`\\n${prefix.replace(/[[\]]/g, '\\$&')}$`), '\n')

const printLog = async (invocation: Invocation, session: KubectlSession, { pod, container, prefix }: Source): Promise<void> => {
  const path = resourcePath(session.resolve('pods'), pod.metadata?.namespace, nameOf(pod), 'log', queryOf(invocation, container))
  const response = session.request({ method: 'GET', path, headers: { accept: '*/*' } })
  if (response.body !== undefined) await invocation.out(prefixed(piece(response.body), prefix))
  if (!response.stream) return
  const stream = new PieceStream<unknown>(invocation.process, response)
  for (let next = await stream.next(); next !== undefined && next !== 'late'; next = await stream.next())
    await invocation.out(prefixed(piece(next), prefix))
}

const checkFlags = ({ args, flags }: Invocation): void => {
  const container = flags.string('container')
  if (flags.string('since-time') && flags.duration('since') !== 0)
    throw new UsageError('at most one of `sinceTime` or `sinceSeconds` may be specified')
  if (flags.boolean('all-containers') && container !== '')
    throw new UsageError(`--all-containers=true should not be specified with container name ${container}`)
  if (container !== '' && args.length === 2) throw new UsageError('only one of -c or an inline [CONTAINER] arg is allowed')
  if (flags.int('limit-bytes') < 0) throw new UsageError('--limit-bytes must be greater than 0')
  if (flags.duration('since') < 0) throw new UsageError('--since must be greater than 0')
  if (flags.int('tail') < -1) throw new UsageError('--tail must be greater than or equal to -1')
}

const sourcesOf = async (invocation: Invocation, pods: readonly LooseObject[]): Promise<readonly Source[]> => {
  const { flags } = invocation
  const sources: Source[] = []
  for (const pod of pods) {
    const chosen = flags.string('container') || (invocation.args[1] ?? '')
    if (chosen !== '' && !containerNames(pod).includes(chosen))
      throw new UsageError(`container ${chosen} is not valid for pod ${nameOf(pod)}`)
    const byDefault = defaultContainer(pod)
    const all = flags.boolean('all-containers')
    const names = all ? containerNames(pod) : [chosen || byDefault.name]
    if (!all && chosen === '') await invocation.error(byDefault.notice)
    for (const container of names)
      sources.push({
        pod,
        container,
        prefix: flags.boolean('prefix') || flags.boolean('all-pods') ? `[pod/${nameOf(pod)}/${container}] ` : '',
      })
  }
  return sources
}

const findPods = async (invocation: Invocation): Promise<readonly LooseObject[]> => {
  const { args, flags } = invocation
  if (flags.string('selector')) {
    const { infos } = await findResources(invocation, { args: ['pods'], labelSelector: flags.string('selector') })
    return infos.map(({ object }) => object!)
  }
  const target = args[0]!
  try {
    const { infos } = await findResources(invocation, { args: target.includes('/') ? [target] : ['pods', target] })
    const session = await invocation.connect()
    const pods = podsOf(session, infos[0]!)
    if (pods.length === 0) throw new UsageError(`timed out waiting for the condition`)
    if (pods.length > 1 && !flags.boolean('all-pods')) await invocation.error(`Found ${pods.length} pods, using pod/${nameOf(pods[0]!)}\n`)
    return flags.boolean('all-pods') ? pods : [pods[0]!]
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
    throw new UsageError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(invocation.namespace)}`)
  }
}

export const logs: Verb = {
  name: 'logs',
  group: 'troubleshoot',
  summary: 'Print the logs for a container in a pod',
  usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  examples: [
    '# Of a Pod with one container\nkubectl logs web-1',
    '# As they come\nkubectl logs -f web-1',
    '# Of the container that ran before\nkubectl logs -p web-1',
    '# Of all Pods with a label\nkubectl logs -l app=web --prefix',
  ],
  flags: [
    flag.boolean('all-containers', 'All containers of the Pods.'),
    flag.boolean('all-pods', 'All Pods of the object; sets --prefix.'),
    flag.string('container', 'The container.', { short: 'c' }),
    flag.boolean('follow', 'Go on printing as lines come.', { short: 'f' }),
    flag.boolean('ignore-errors', 'With -f, do not end because of an error.'),
    flag.boolean('insecure-skip-tls-verify-backend', "Do not check the kubelet's certificate."),
    flag.int('limit-bytes', 0, 'Print no more bytes than this; 0 is no limit.'),
    flag.int('max-log-requests', 5, 'How many logs may be followed at once.'),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '20s' }),
    flag.boolean('prefix', 'Say before each line whose it is.'),
    flag.boolean('previous', 'The logs of the container that ran before.', { short: 'p' }),
    selectorFlag,
    flag.duration('since', 'Only lines that are younger than this (5s, 2m, 3h).'),
    flag.string('since-time', 'Only lines after this time (RFC 3339).'),
    flag.int('tail', -1, 'Only so many of the last lines; -1 is all (10 with a selector).'),
    flag.boolean('timestamps', 'Say when each line came.'),
  ],
  async run(invocation) {
    const { args, flags, path } = invocation
    if (args.length === 0 && !flags.string('selector'))
      throw usageErrorf(
        path,
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
      )
    if (args.length > 0 && flags.string('selector')) throw usageErrorf(path, 'only a selector (-l) or a POD name is allowed')
    if (args.length > 2)
      throw usageErrorf(
        path,
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
      )
    checkFlags(invocation)
    const pods = await findPods(invocation)
    const session = await invocation.connect()
    const sources = await sourcesOf(invocation, pods)
    if (sources.length === 0) await invocation.error(`No resources found in ${invocation.namespace} namespace.\n`)
    if (flags.boolean('follow') && sources.length > 1) {
      if (sources.length > flags.int('max-log-requests')) {
        throw new UsageError(
          `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${flags.int('max-log-requests')}, use --max-log-requests to increase the limit`,
        )
      }
      await Promise.all(sources.map((source) => printLog(invocation, session, source)))
    } else for (const source of sources) await printLog(invocation, session, source)
    return 0
  },
}
