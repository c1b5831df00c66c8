import type { KubeObject } from '../../api/index.ts'
import type { ResourceCall } from '../context.ts'
import { kindPrefix } from '../keys.ts'
import { failure, forbidden, notFound, qualified } from '../status.ts'
import type { AdmissionPlugin } from './plugin.ts'

const namespaces = { group: '', plural: 'namespaces' }
const immortal = new Set(['default', 'kube-system', 'kube-public'])

/** Nothing new in a namespace that does not exist or is going away; the first namespaces stay. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  create(call, object) {
    if (!call.kind.namespaced) return object
    const namespace = call.store.get(`${kindPrefix(namespaces)}${call.namespace}`)?.value as KubeObject | undefined
    if (!namespace) throw notFound(namespaces, call.namespace!)
    if (namespace.metadata.deletionTimestamp !== undefined) throw terminating(call, object)
    return object
  },
  delete(call) {
    if (call.kind.plural === 'namespaces' && call.kind.group === '' && immortal.has(call.name)) {
      throw forbidden(namespaces, call.name, 'this namespace may not be deleted')
    }
  },
}

const terminating = (call: ResourceCall, object: KubeObject) => {
  const { group, plural } = call.kind
  const name = object.metadata.name
  return failure(
    403,
    'Forbidden',
    `${qualified(plural, group)} "${name}" is forbidden: unable to create new content in namespace ${call.namespace} because it is being terminated`,
    {
      name,
      ...(group === '' ? {} : { group }),
      kind: plural,
      causes: [{ reason: 'NamespaceTerminating', message: `namespace ${call.namespace} is being terminated`, field: 'metadata.namespace' }],
    },
  )
}
