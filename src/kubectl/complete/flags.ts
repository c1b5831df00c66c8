import { containerNames } from '../pods-of.ts'
import { basicFormats } from '../printers/index.ts'
import { nameOf } from '../object.ts'
import type { Flag, Verb } from '../verb.ts'
import type { CompletionContext } from './context.ts'

type Values = (context: CompletionContext) => Promise<readonly string[]> | readonly string[]

/** What may follow flags that have a meaning everywhere; the shell offers files for the others. */
const valuesOf: Readonly<Record<string, Values>> = {
  namespace: (context) => context.names('namespaces'),
  context: ({ kubeconfig }) => [...(kubeconfig?.contexts.keys() ?? [])],
  cluster: ({ kubeconfig }) => [...(kubeconfig?.clusters.keys() ?? [])],
  user: ({ kubeconfig }) => [...(kubeconfig?.users.keys() ?? [])],
  'dry-run': () => ['none', 'server', 'client'],
  cascade: () => ['background', 'foreground', 'orphan'],
  validate: () => ['strict', 'warn', 'ignore'],
  container: async (context) => {
    const name = context.args[0]?.replace(/^pods?\//, '')
    const pod = (await context.objects('pods')).find((one) => nameOf(one) === name)
    return pod ? containerNames(pod) : []
  },
}

const outputs = (verb: Verb): readonly string[] =>
  verb.name === 'get' ? [...basicFormats, 'custom-columns', 'custom-columns-file', 'wide'] : basicFormats

export const flagValues = async (flag: Flag, verb: Verb, context: CompletionContext): Promise<readonly string[]> => {
  if (flag.name === 'output') return outputs(verb)
  if (flag.name === 'type' && verb.name === 'patch') return ['json', 'merge', 'strategic']
  return (await valuesOf[flag.name]?.(context)) ?? []
}

/** `--output`, `--namespace` ... */
export const flagNames = (flags: readonly Flag[]): readonly string[] =>
  flags.filter(({ hidden, deprecated }) => !hidden && deprecated === undefined).map(({ name }) => `--${name}`)
