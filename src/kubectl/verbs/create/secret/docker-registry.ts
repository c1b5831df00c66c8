import { UsageError, toBase64 } from '../../../../base/index.ts'
import { flag } from '../../../flags/write-flags.ts'
import type { FlagValues } from '../../../verb.ts'
import { generatorVerb } from '../generator.ts'
import { bytesOf, readKeySources } from '../key-sources.ts'
import { secretKeys, secretObject, secretResource } from './secret-data.ts'

const configKey = '.dockerconfigjson'

const dockerConfig = (flags: FlagValues): string => {
  const username = flags.string('docker-username')
  const password = flags.string('docker-password')
  const email = flags.string('docker-email')
  const auth = toBase64(bytesOf(`${username}:${password}`))
  return JSON.stringify({ auths: { [flags.string('docker-server')]: { username, password, ...(email === '' ? {} : { email }), auth } } })
}

export const dockerRegistry = generatorVerb({
  name: 'docker-registry',
  summary: 'Create a secret for use with a Docker registry',
  usage:
    'create secret docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  examples: ['kubectl create secret docker-registry pull --docker-server=registry.example.com --docker-username=bo --docker-password=pw'],
  flags: [
    flag.boolean('append-hash', 'Append a hash of the content to the name.'),
    flag.string('docker-email', 'The e-mail address for the registry.'),
    flag.string('docker-password', 'The password for the registry.'),
    flag.string('docker-server', 'Where the registry is.'),
    flag.string('docker-username', 'The user of the registry.'),
    flag.list('from-file', 'A Docker configuration file.'),
  ],
  resource: secretResource,
  failure: 'failed to create secret',
  object: ({ flags, process }, name, namespace) => {
    const files = flags.list('from-file').map((source) => (source.includes('=') ? source : `${configKey}=${source}`))
    const given = ['docker-username', 'docker-password', 'docker-server'].every((each) => flags.string(each) !== '')
    if (files.length === 0 && !given) {
      throw new UsageError('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required')
    }
    const { data, add } = secretKeys()
    if (files.length > 0) readKeySources(process, { literals: [], files, envFiles: [] }, 'secret', add)
    else add(configKey, dockerConfig(flags))
    return secretObject(flags, name, namespace, 'kubernetes.io/dockerconfigjson', data)
  },
})
