import { endpointsColumns } from '../columns/network.ts'
import { endpointsWithDefaults } from '../defaults/workload.ts'
import type { Endpoints } from '../generated/types.ts'
import { validateMeta } from '../validation/meta.ts'
import { dnsSubdomainProblems } from '../validation/names.ts'
import { defineKind } from './define.ts'

export const endpoints = defineKind<Endpoints>({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  withDefaults: endpointsWithDefaults,
  validate: (next, previous) => validateMeta(next, previous, dnsSubdomainProblems),
  columns: endpointsColumns,
  deprecated: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
})
