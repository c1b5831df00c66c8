import type { ServiceAccount } from '../generated/types.ts'
import { ageColumn, nameColumn } from '../columns/common.ts'
import { defineKind } from './define.ts'

export const serviceAccounts = defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  subresources: ['token'],
  validate: () => [],
  columns: [nameColumn, ageColumn],
})
