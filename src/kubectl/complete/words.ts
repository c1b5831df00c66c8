import type { CompletionContext } from './context.ts'

type Words = (context: CompletionContext) => Promise<readonly string[]> | readonly string[]

/** `deployment/` and what is behind the slash. */
const slashed = async (context: CompletionContext): Promise<readonly string[]> => {
  const type = context.current.slice(0, context.current.indexOf('/'))
  return (await context.names(type)).map((name) => `${type}/${name}`)
}

const unused = (names: readonly string[], used: readonly string[]): readonly string[] => names.filter((name) => !used.includes(name))

/** A type, then names of it, or TYPE/NAME; `only` are the types that the verb works on. */
const typeAndNames =
  (only?: readonly string[]): Words =>
  async (context) => {
    const { args, current } = context
    if (current.includes('/')) return slashed(context)
    if (args.some((arg) => arg.includes('/'))) return []
    if (args.length > 0) return unused(await context.names(args[0]!), args.slice(1))
    const types = only ?? (await context.types())
    const before = current.slice(0, current.lastIndexOf(',') + 1)
    return types.map((type) => before + type)
  }

/** Objects of one type; only one of them, or as many as there are. */
const namesOf =
  (type: string, several = false): Words =>
  async (context) => {
    if (context.args.length > 0 && !several) return []
    if (context.current.includes('/')) return slashed(context)
    return unused(await context.names(type), context.args)
  }

const first =
  (words: (context: CompletionContext) => readonly string[]): Words =>
  (context) =>
    context.args.length === 0 ? words(context) : []

const contexts = first(({ kubeconfig }) => [...(kubeconfig?.contexts.keys() ?? [])])
const clusters = first(({ kubeconfig }) => [...(kubeconfig?.clusters.keys() ?? [])])
const users = first(({ kubeconfig }) => [...(kubeconfig?.users.keys() ?? [])])

const workloads = ['deployments', 'daemonsets', 'statefulsets']
const templates = [...workloads, 'pods', 'replicasets', 'cronjobs', 'jobs']

/** What the arguments of each command are; the shell offers files for those that are not here. */
export const wordsOf: Readonly<Record<string, Words>> = {
  get: typeAndNames(),
  describe: typeAndNames(),
  delete: typeAndNames(),
  edit: typeAndNames(),
  label: typeAndNames(),
  annotate: typeAndNames(),
  patch: typeAndNames(),
  wait: typeAndNames(),
  explain: (context) => (context.args.length === 0 ? context.types() : []),
  expose: typeAndNames(['deployments', 'pods', 'replicasets', 'replicationcontrollers', 'services']),
  scale: typeAndNames(['deployments', 'replicasets', 'replicationcontrollers', 'statefulsets']),
  autoscale: typeAndNames(['deployments', 'replicasets', 'replicationcontrollers', 'statefulsets']),
  logs: namesOf('pods'),
  exec: namesOf('pods'),
  attach: namesOf('pods'),
  debug: namesOf('pods'),
  'port-forward': namesOf('pods'),
  cordon: namesOf('nodes'),
  uncordon: namesOf('nodes'),
  drain: namesOf('nodes'),
  taint: typeAndNames(['nodes']),
  'top pod': namesOf('pods'),
  'top node': namesOf('nodes'),
  'rollout history': typeAndNames(workloads),
  'rollout pause': typeAndNames(['deployments']),
  'rollout restart': typeAndNames(workloads),
  'rollout resume': typeAndNames(['deployments']),
  'rollout status': typeAndNames(workloads),
  'rollout undo': typeAndNames(workloads),
  'set env': typeAndNames(templates),
  'set image': typeAndNames(templates),
  'set resources': typeAndNames(templates),
  'set serviceaccount': typeAndNames(templates),
  'set selector': typeAndNames(['services']),
  'certificate approve': namesOf('certificatesigningrequests', true),
  'certificate deny': namesOf('certificatesigningrequests', true),
  'config use-context': contexts,
  'config delete-context': contexts,
  'config rename-context': contexts,
  'config set-context': contexts,
  'config get-contexts': contexts,
  'config delete-cluster': clusters,
  'config set-cluster': clusters,
  'config delete-user': users,
  'config set-credentials': users,
  'apply view-last-applied': typeAndNames(),
  'apply edit-last-applied': typeAndNames(),
  completion: first(() => ['bash', 'fish', 'powershell', 'zsh']),
}
