import type { Pod } from '../../api/index.ts'
import { forbidden } from '../status.ts'
import { find } from '../storage.ts'
import type { AdmissionPlugin } from './plugin.ts'

/** A Pod's runtime class must exist (`plugin/pkg/admission/runtimeclass`). */
export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  create: (call, object) => {
    const name = call.kind.plural === 'pods' && call.kind.group === '' ? (object as Pod).spec?.runtimeClassName : undefined
    if (!name) return object
    const kind = call.server.registry.findAny('node.k8s.io', 'runtimeclasses')
    if (kind && find(call.store, kind, { name })) return object
    throw forbidden(call.kind, object.metadata.name, `pod rejected: RuntimeClass "${name}" not found`)
  },
}
