import { replicaSetColumns } from '../columns/workload.ts'
import { replicaSetWithDefaults, keepStatus } from '../defaults/workload.ts'
import { jsonEqual } from '../equal.ts'
import type { ReplicaSet } from '../generated/types.ts'
import { formatSelector } from '../selector.ts'
import { podWarnings } from '../validation/warnings.ts'
import { validateReplicaSet } from '../validation/workload.ts'
import { defineKind } from './define.ts'

export const replicaSets = defineKind<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  subresources: ['scale', 'status'],
  withDefaults: replicaSetWithDefaults,
  prepare: keepStatus<ReplicaSet>({ replicas: 0 }),
  validate: validateReplicaSet,
  columns: replicaSetColumns,
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  changesGeneration: (next, previous) => !jsonEqual(next.spec, previous.spec),
  scale: {
    read: ({ spec, status }) => ({ spec: spec?.replicas ?? 1, status: status?.replicas ?? 0, selector: formatSelector(spec?.selector) }),
    write: (object, replicas) => (object.spec ? { ...object, spec: { ...object.spec, replicas } } : object),
  },
  warn: (next) => podWarnings(next.spec?.template?.spec, 'spec.template.spec'),
})
