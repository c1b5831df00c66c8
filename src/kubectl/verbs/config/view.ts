import { UsageError } from '../../../base/index.ts'
import { flag, printFlags } from '../../flags/write-flags.ts'
import type { Entry, Kubeconfig } from '../../kubeconfig.ts'
import { objectPrinter } from '../../printers/index.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { configObject, loadConfig } from './store.ts'

const secrets: Readonly<Record<string, string>> = { token: 'REDACTED', password: 'REDACTED' }

/** Hides keys and tokens. */
const redacted = <T extends object>(entries: ReadonlyMap<string, Entry<T>>): ReadonlyMap<string, Entry<T>> =>
  new Map(
    [...entries].map(([name, { value, file }]) => {
      const fields = Object.entries(value).map(([field, inner]) => [
        field,
        field.endsWith('-data') ? 'DATA+OMITTED' : (secrets[field] ?? (inner as unknown)),
      ])
      return [name, { value: Object.fromEntries(fields) as T, file }]
    }),
  )

const only = <T>(entries: ReadonlyMap<string, Entry<T>>, name: string | undefined): ReadonlyMap<string, Entry<T>> =>
  new Map([...entries].filter(([own]) => own === name))

/** Just what the current (or the given) context needs. */
const minified = ({ flags }: Invocation, config: Kubeconfig): Kubeconfig => {
  const currentContext = flags.string('context') || config.currentContext
  if (currentContext === '') throw new UsageError('current-context must exist in order to minify')
  const context = config.contexts.get(currentContext)?.value
  if (!context) throw new UsageError(`cannot locate context ${currentContext}`)
  return {
    currentContext,
    contexts: only(config.contexts, currentContext),
    clusters: only(config.clusters, context.cluster),
    users: only(config.users, context.user),
  }
}

/** In the order of the fields of clientcmd's v1.Config, as JSON prints it. */
const inOrder = (config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(['kind', 'apiVersion', 'clusters', 'users', 'contexts', 'current-context'].map((name) => [name, config[name]]))

export const view: Verb = {
  name: 'view',
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  usage: 'config view [flags]',
  examples: ['# All, without keys and tokens\nkubectl config view', '# What the current context uses\nkubectl config view --minify'],
  flags: [
    ...printFlags.map((one) => (one.name === 'output' ? { ...one, default: 'yaml' } : one)),
    flag.boolean('flatten', 'Put the content of files into the output.'),
    flag.string('merge', 'Merge all the files of KUBECONFIG.', { default: 'true', alone: 'true' }),
    flag.boolean('minify', 'Leave out what the current context does not use.'),
    flag.boolean('raw', 'Show keys and tokens, too.'),
  ],
  async run(invocation) {
    const { flags } = invocation
    const printer = objectPrinter(invocation, flags.string('output'), undefined, flags.string('output') !== 'json')!
    const loaded = loadConfig(invocation)
    const config = flags.boolean('minify') ? minified(invocation, loaded) : loaded
    const shown = flags.boolean('raw') ? config : { ...config, clusters: redacted(config.clusters), users: redacted(config.users) }
    await invocation.out(printer(flags.string('output') === 'json' ? inOrder(configObject(shown)) : configObject(shown)))
    return 0
  },
}
