import { UsageError } from '../../../../base/index.ts'
import { flag } from '../../../flags/write-flags.ts'
import { generatorVerb } from '../generator.ts'
import { readKeySources } from '../key-sources.ts'
import { secretKeys, secretObject, secretResource } from './secret-data.ts'

export const generic = generatorVerb({
  name: 'generic',
  summary: 'Create a secret from a local file, directory, or literal value',
  usage:
    'create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  examples: ['kubectl create secret generic db --from-literal=user=ana --from-file=password.txt'],
  flags: [
    flag.boolean('append-hash', 'Append a hash of the content to the name.'),
    flag.list('from-env-file', 'A file with lines KEY=VALUE.'),
    flag.list('from-file', 'A file, `key=file`, or a directory of files.'),
    flag.array('from-literal', 'A key with its value, `key=value`.'),
    flag.string('type', 'The type of the secret.'),
  ],
  resource: secretResource,
  failure: 'failed to create secret',
  object: ({ flags, process }, name, namespace) => {
    const sources = { literals: flags.list('from-literal'), files: flags.list('from-file'), envFiles: flags.list('from-env-file') }
    if (sources.envFiles.length > 0 && (sources.files.length > 0 || sources.literals.length > 0)) {
      throw new UsageError('from-env-file cannot be combined with from-file or from-literal')
    }
    const { data, add } = secretKeys()
    readKeySources(process, sources, 'secret', add)
    return secretObject(flags, name, namespace, flags.string('type'), data)
  },
})
