import { deploymentColumns } from '../columns/workload.ts'
import { deploymentWithDefaults, keepStatus } from '../defaults/workload.ts'
import { jsonEqual } from '../equal.ts'
import type { Deployment } from '../generated/types.ts'
import { formatSelector } from '../selector.ts'
import { podWarnings } from '../validation/warnings.ts'
import { validateDeployment } from '../validation/workload.ts'
import { defineKind } from './define.ts'

export const deployments = defineKind<Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: ['scale', 'status'],
  withDefaults: deploymentWithDefaults,
  prepare: keepStatus<Deployment>({}),
  validate: validateDeployment,
  columns: deploymentColumns,
  changesGeneration: (next, previous) =>
    !jsonEqual(next.spec, previous.spec) || !jsonEqual(next.metadata.annotations, previous.metadata.annotations),
  scale: {
    read: ({ spec, status }) => ({ spec: spec?.replicas ?? 1, status: status?.replicas ?? 0, selector: formatSelector(spec?.selector) }),
    write: (object, replicas) => (object.spec ? { ...object, spec: { ...object.spec, replicas } } : object),
  },
  warn: (next) => podWarnings(next.spec?.template.spec, 'spec.template.spec'),
})
