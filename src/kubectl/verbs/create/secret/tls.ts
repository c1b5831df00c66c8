import { SystemError, UsageError, decode } from '../../../../base/index.ts'
import type { Process } from '../../../../machine/index.ts'
import { errnoMessage } from '../../../errno-message.ts'
import { checkKeyPair } from '../../../key-pair.ts'
import { flag } from '../../../flags/write-flags.ts'
import { generatorVerb } from '../generator.ts'
import { secretKeys, secretObject, secretResource } from './secret-data.ts'

const readFile = (process: Process, path: string): Uint8Array => {
  try {
    return process.files.read(path)
  } catch (error) {
    if (error instanceof SystemError) throw new UsageError(`Cannot read file ${path}, open ${path}: ${errnoMessage(error.code)}`)
    throw error
  }
}

export const tls = generatorVerb({
  name: 'tls',
  summary: 'Create a TLS secret',
  usage: 'create secret tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  examples: ['kubectl create secret tls web-cert --cert=tls.crt --key=tls.key'],
  flags: [
    flag.boolean('append-hash', 'Append a hash of the content to the name.'),
    flag.string('cert', 'The file with the certificate, PEM.'),
    flag.string('key', 'The file with the private key, PEM.'),
  ],
  resource: secretResource,
  failure: 'failed to create secret',
  object: ({ flags, process }, name, namespace) => {
    if (flags.string('key') === '' || flags.string('cert') === '') throw new UsageError('key and cert must be specified')
    const certificate = readFile(process, flags.string('cert'))
    const key = readFile(process, flags.string('key'))
    checkKeyPair(decode(certificate), decode(key))
    const { data, add } = secretKeys()
    add('tls.crt', certificate)
    add('tls.key', key)
    return secretObject(flags, name, namespace, 'kubernetes.io/tls', data)
  },
})
