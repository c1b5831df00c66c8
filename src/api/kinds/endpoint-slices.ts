import { endpointSliceColumns } from '../columns/network.ts'
import { endpointSliceWithDefaults } from '../defaults/workload.ts'
import { jsonEqual } from '../equal.ts'
import type { EndpointSlice } from '../generated/types.ts'
import { validateEndpointSlice } from '../validation/cluster.ts'
import { defineKind } from './define.ts'

export const endpointSlices = defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  withDefaults: endpointSliceWithDefaults,
  validate: validateEndpointSlice,
  columns: endpointSliceColumns,
  changesGeneration: (next, previous) =>
    !jsonEqual(next.endpoints, previous.endpoints) ||
    !jsonEqual(next.ports, previous.ports) ||
    !jsonEqual(next.metadata.labels, previous.metadata.labels),
})
