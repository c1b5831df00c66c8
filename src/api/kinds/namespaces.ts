import { namespaceColumns } from '../columns/cluster.ts'
import { namespaceWithDefaults } from '../defaults/workload.ts'
import type { Namespace } from '../generated/types.ts'
import { validateNamespace } from '../validation/cluster.ts'
import { allVerbs, defineKind } from './define.ts'

export const namespaces = defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  verbs: allVerbs.filter((verb) => verb !== 'deletecollection'),
  subresources: ['finalize', 'status'],
  withDefaults: namespaceWithDefaults,
  prepare: (next, previous) => {
    if (previous) return { ...next, spec: { ...next.spec, finalizers: previous.spec?.finalizers }, status: previous.status }
    const finalizers = next.spec?.finalizers ?? []
    return {
      ...next,
      spec: { ...next.spec, finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] },
      status: { phase: 'Active' },
    }
  },
  validate: validateNamespace,
  columns: namespaceColumns,
  selectableFields: { 'status.phase': ({ status }) => status?.phase ?? '' },
})
