import { UsageError, toBase64 } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { compact, unlessEmpty, withField } from '../../json-fields.ts'
import { configMapKeyErrors } from '../../name-rules.ts'
import type { Invocation } from '../../verb.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { readKeySources, utf8Text } from './key-sources.ts'
import { contentHash } from './name-hash.ts'
import { metadata } from './objects.ts'

const object = ({ flags, process }: Invocation, name: string, namespace: string | undefined): JsonObject => {
  const sources = { literals: flags.list('from-literal'), files: flags.list('from-file'), envFiles: flags.list('from-env-file') }
  if (sources.envFiles.length > 0 && (sources.files.length > 0 || sources.literals.length > 0)) {
    throw new UsageError('from-env-file cannot be combined with from-file or from-literal')
  }
  const data: Record<string, string> = {}
  const binaryData: Record<string, string> = {}
  readKeySources(process, sources, 'config', (key, value) => {
    const errors = configMapKeyErrors(key)
    if (errors.length > 0) throw new UsageError(`${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${errors.join(',')}`)
    for (const [part, map] of Object.entries({ Data: data, BinaryData: binaryData })) {
      if (key in map)
        throw new UsageError(`cannot add key "${key}", another key by that name already exists in ${part} for ConfigMap "${name}"`)
    }
    const text = utf8Text(value)
    if (text === undefined) binaryData[key] = toBase64(value as Uint8Array)
    else data[key] = text
  })
  const made = compact({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: metadata(name, namespace),
    data: unlessEmpty(data),
    binaryData: unlessEmpty(binaryData),
  })
  return flags.boolean('append-hash') ? withField(made, ['metadata', 'name'], `${name}-${contentHash(made)}`) : made
}

export const configMap = generatorVerb({
  name: 'configmap',
  aliases: ['cm'],
  summary: 'Create a config map from a local file, directory or literal value',
  usage: 'create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  examples: ['kubectl create configmap settings --from-literal=colour=green', 'kubectl create configmap pages --from-file=site/'],
  flags: [
    flag.boolean('append-hash', 'Append a hash of the content to the name.'),
    flag.list('from-env-file', 'A file with lines KEY=VALUE.'),
    flag.list('from-file', 'A file, `key=file`, or a directory of files.'),
    flag.array('from-literal', 'A key with its value, `key=value`.'),
  ],
  resource: knownResource('v1', 'ConfigMap', 'configmaps'),
  failure: 'failed to create configmap:',
  object,
})
