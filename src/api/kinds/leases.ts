import { leaseColumns } from '../columns/cluster.ts'
import type { Lease } from '../generated/types.ts'
import { validateMeta } from '../validation/meta.ts'
import { dnsSubdomainProblems } from '../validation/names.ts'
import { defineKind } from './define.ts'

export const leases = defineKind<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  validate: (next, previous) => validateMeta(next, previous, dnsSubdomainProblems),
  columns: leaseColumns,
})
