import { UsageError, toYaml } from '../../../base/index.ts'
import { allNamespacesFlag, flag, printFlags } from '../../flags/write-flags.ts'
import { listAt, nameOf } from '../../object.ts'
import { indentedJson } from '../../printers/index.ts'
import type { Verb } from '../../verb.ts'

const plurals = ['events', 'replicationcontrollers', 'services', 'daemonsets.apps', 'deployments.apps', 'replicasets.apps', 'pods']
const fileNames: Readonly<Record<string, string>> = { replicationcontrollers: 'replication-controllers' }

export const dump: Verb = {
  name: 'dump',
  summary: 'Dump relevant information for debugging and diagnosis',
  usage: 'cluster-info dump',
  examples: ['# To stdout\nkubectl cluster-info dump', '# Into files\nkubectl cluster-info dump --output-directory=/tmp/state'],
  flags: [
    allNamespacesFlag,
    ...printFlags.map((one) => (one.name === 'output' ? { ...one, default: 'json' } : one)),
    flag.list('namespaces', 'The namespaces to print.'),
    flag.string('output-directory', "Where files go; '' or '-' is stdout."),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '20s' }),
  ],
  async run(invocation) {
    const { flags, process } = invocation
    const format = flags.string('output')
    if (format !== 'json' && format !== 'yaml')
      throw new UsageError(`unsupported output format ${JSON.stringify(format)} for cluster-info dump`)
    const session = await invocation.connect()
    const directory = flags.string('output-directory')
    const write = async (file: string, body: unknown) => {
      const text = format === 'yaml' ? toYaml(body) : `${indentedJson(body)}\n`
      if (directory === '' || directory === '-') return invocation.out(text)
      const path = `${directory}/${file}.${format}`
      process.files.mkdir(path.replace(/\/[^/]*$/, ''), { parents: true })
      process.files.write(path, text)
    }
    await write('nodes', session.list(session.resolve('nodes'), ''))
    const all = listAt(session.list(session.resolve('namespaces'), ''), 'items').map(nameOf)
    const chosen = flags.list('namespaces')
    const namespaces = flags.boolean('all-namespaces') ? all : chosen.length > 0 ? chosen : ['kube-system', invocation.namespace]
    for (const namespace of namespaces) {
      for (const plural of plurals) {
        const resource = session.mapper.find(plural)
        if (resource) await write(`${namespace}/${fileNames[plural] ?? resource.plural}`, session.list(resource, namespace))
      }
    }
    if (directory !== '' && directory !== '-') await invocation.out(`Cluster info dumped to ${directory}\n`)
    else await invocation.out('')
    return 0
  },
}
