import { UsageError, quantityMilliValue, quantityValue, decode, fromBase64 } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { fieldAt, mapAt, objectAt, textAt } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import type { KubectlSession } from '../../session.ts'

const fromKey = (session: KubectlSession, namespace: string, reference: JsonObject, secret: boolean): string => {
  const resource = secret ? knownResource('v1', 'Secret', 'secrets') : knownResource('v1', 'ConfigMap', 'configmaps')
  const name = textAt(reference, 'name')
  const key = textAt(reference, 'key')
  const data = mapAt(session.get(resource, namespace, name) as JsonObject, 'data')
  if (!(key in data)) throw new UsageError(`key ${key} not found in ${secret ? 'secret' : 'config map'} ${name}`)
  if (!secret) return data[key]!
  return decode(fromBase64(data[key]!) ?? new Uint8Array())
}

const mapText = (map: Readonly<Record<string, string>>): string =>
  Object.entries(map)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n')

const fromField = (object: JsonObject, path: string): string => {
  const subscript = /^(.+)\['(.*)'\]$/.exec(path)
  if (subscript) {
    if (subscript[1] !== 'metadata.annotations' && subscript[1] !== 'metadata.labels')
      throw new UsageError(`fieldPath ${JSON.stringify(path)} does not support subscript`)
    return mapAt(object, ...subscript[1].split('.'))[subscript[2]!] ?? ''
  }
  if (path === 'metadata.annotations' || path === 'metadata.labels') return mapText(mapAt(object, ...path.split('.')))
  if (['metadata.name', 'metadata.namespace', 'metadata.uid'].includes(path)) return textAt(object, ...path.split('.'))
  throw new UsageError(`unsupported fieldPath: ${path}`)
}

const fromResource = (container: JsonObject, reference: JsonObject): string => {
  const [list = '', ...rest] = textAt(reference, 'resource').split('.')
  const name = rest.join('.')
  if ((list !== 'limits' && list !== 'requests') || !['cpu', 'memory', 'ephemeral-storage'].includes(name)) {
    throw new UsageError(`Unsupported container resource : ${textAt(reference, 'resource')}`)
  }
  const quantity = textAt(container, 'resources', list, name) || '0'
  const given = textAt(reference, 'divisor')
  const divisor = given === '' || given === '0' ? '1' : given
  const value =
    name === 'cpu' ? quantityMilliValue(quantity) / quantityMilliValue(divisor) : quantityValue(quantity) / quantityValue(divisor)
  return String(Math.ceil(value))
}

/** What a variable that refers to something would hold (pkg/cmd/set/env/env_resolve.go). */
export const resolveReference = (
  session: KubectlSession,
  namespace: string,
  from: Json | undefined,
  object: JsonObject,
  container: JsonObject,
): string => {
  const secret = objectAt(from, 'secretKeyRef')
  if (secret) return fromKey(session, namespace, secret, true)
  const configMap = objectAt(from, 'configMapKeyRef')
  if (configMap) return fromKey(session, namespace, configMap, false)
  const field = objectAt(from, 'fieldRef')
  if (field) return fromField(object, textAt(field, 'fieldPath'))
  const resource = objectAt(from, 'resourceFieldRef')
  if (resource && fieldAt(resource, 'resource') !== undefined) return fromResource(container, resource)
  throw new UsageError('invalid valueFrom')
}
