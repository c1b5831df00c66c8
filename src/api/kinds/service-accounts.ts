import { serviceAccountColumns } from '../columns/cluster.ts'
import type { ServiceAccount } from '../generated/types.ts'
import { validateMeta } from '../validation/meta.ts'
import { dnsSubdomainProblems } from '../validation/names.ts'
import { defineKind } from './define.ts'

export const serviceAccounts = defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  subresources: ['token'],
  validate: (next, previous) => validateMeta(next, previous, dnsSubdomainProblems),
  columns: serviceAccountColumns,
})
