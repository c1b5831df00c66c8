import { SystemError, UsageError, encode, toBase64 } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import type { Flag, Invocation, Verb } from '../../verb.ts'
import { changeEntry, loadConfig } from './store.ts'
import { unexpectedArgs } from './use-context.ts'

type Fields = Record<string, unknown>

/** The given flags laid over the fields that an entry has; an empty value removes the field. */
const merged = (before: object, given: Readonly<Fields>): Fields => {
  const fields: Fields = { ...before, ...given }
  for (const name of Object.keys(fields))
    if (fields[name] === '' || fields[name] === undefined || fields[name] === false) delete fields[name]
  return fields
}

const texts = ({ flags }: Invocation, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => flags.changed(name)).map((name) => [name, flags.string(name)]))

/** A file's path, or (embedded) its content as base64 in NAME-data. */
const fileField = ({ flags, process }: Invocation, name: string, embed: boolean): Fields => {
  if (!flags.changed(name)) return {}
  const path = flags.string(name)
  if (!embed) return { [name]: path === '' ? '' : process.files.resolve(path), [`${name}-data`]: '' }
  try {
    return { [name]: '', [`${name}-data`]: toBase64(encode(process.files.readText(path))) }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(`could not read ${name} data from ${path}: open ${path}: ${error.message.toLowerCase()}`)
  }
}

const embedFlag: Flag = flag.boolean('embed-certs', 'Put the content of the files into the kubeconfig.')

export const setCluster: Verb = {
  name: 'set-cluster',
  summary: 'Set a cluster entry in kubeconfig',
  usage:
    'config set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  examples: ['# The address of one\nkubectl config set-cluster far --server=https://far.example.com:6443'],
  flags: [
    flag.string('certificate-authority', "The file of the authority's certificate."),
    embedFlag,
    flag.boolean('insecure-skip-tls-verify', "Do not check the server's certificate."),
    flag.string('proxy-url', 'A proxy to go through.'),
    flag.string('server', 'The URL of the API server.'),
    flag.string('tls-server-name', "The name that the server's certificate is checked for."),
  ],
  async run(invocation) {
    const { args, flags } = invocation
    if (args.length !== 1) throw await unexpectedArgs(invocation)
    if (flags.boolean('insecure-skip-tls-verify') && flags.string('certificate-authority')) {
      throw new UsageError('you cannot specify a certificate authority and insecure mode at the same time')
    }
    const before = loadConfig(invocation).clusters.get(args[0]!)?.value ?? {}
    const insecure = flags.changed('insecure-skip-tls-verify')
      ? { 'insecure-skip-tls-verify': flags.boolean('insecure-skip-tls-verify') }
      : {}
    const given = {
      ...texts(invocation, ['server', 'tls-server-name', 'proxy-url']),
      ...insecure,
      ...fileField(invocation, 'certificate-authority', flags.boolean('embed-certs')),
    }
    changeEntry(invocation, 'clusters', args[0]!, merged(before, given))
    await invocation.out(`Cluster ${JSON.stringify(args[0])} set.\n`)
    return 0
  },
}

export const setCredentials: Verb = {
  name: 'set-credentials',
  summary: 'Set a user entry in kubeconfig',
  usage:
    'config set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
  examples: ['# A token\nkubectl config set-credentials ana --token=abc123'],
  flags: [
    flag.string('auth-provider', 'The auth provider.'),
    flag.list('auth-provider-arg', 'key=value for the auth provider.'),
    flag.string('client-certificate', 'The file of the client certificate.'),
    flag.string('client-key', 'The file of its private key.'),
    embedFlag,
    flag.string('exec-api-version', 'The API version of the credential plugin.'),
    flag.list('exec-arg', 'Arguments of the credential plugin.'),
    flag.string('exec-command', 'The credential plugin.'),
    flag.array('exec-env', 'key=value for its environment.'),
    flag.string('password', 'The password for basic authentication.'),
    flag.string('token', 'The bearer token.'),
    flag.string('username', 'The name for basic authentication.'),
  ],
  async run(invocation) {
    const { args, flags } = invocation
    if (args.length !== 1) throw await unexpectedArgs(invocation)
    if (flags.string('token') && flags.string('username'))
      throw new UsageError('you cannot specify more than one authentication method at the same time: --token and --username')
    const before = loadConfig(invocation).users.get(args[0]!)?.value ?? {}
    const embed = flags.boolean('embed-certs')
    const given = {
      ...texts(invocation, ['token', 'username', 'password']),
      ...fileField(invocation, 'client-certificate', embed),
      ...fileField(invocation, 'client-key', embed),
    }
    changeEntry(invocation, 'users', args[0]!, merged(before, given))
    await invocation.out(`User ${JSON.stringify(args[0])} set.\n`)
    return 0
  },
}

export const setContext: Verb = {
  name: 'set-context',
  summary: 'Set a context entry in kubeconfig',
  usage: 'config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  examples: ['# Another namespace for the current context\nkubectl config set-context --current --namespace=dev'],
  flags: [
    flag.string('cluster', 'The cluster of the context.'),
    flag.boolean('current', 'Change the current context.'),
    flag.string('namespace', 'The namespace of the context.', { short: 'n' }),
    flag.string('user', 'The user of the context.'),
  ],
  async run(invocation) {
    const { args, flags } = invocation
    const config = loadConfig(invocation)
    if (args.length > 1) throw await unexpectedArgs(invocation)
    if (args.length === 1 && flags.boolean('current')) throw new UsageError('you cannot specify both a context name and --current')
    if (flags.boolean('current') && config.currentContext === '') throw new UsageError('no current context is set')
    const name = flags.boolean('current') ? config.currentContext : (args[0] ?? '')
    if (name === '') throw new UsageError('you must specify a non-empty context name or --current')
    const before = config.contexts.get(name)
    changeEntry(invocation, 'contexts', name, merged(before?.value ?? {}, texts(invocation, ['cluster', 'user', 'namespace'])))
    await invocation.out(`Context ${JSON.stringify(name)} ${before ? 'modified' : 'created'}.\n`)
    return 0
  },
}
