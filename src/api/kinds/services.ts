import type { Service } from '../generated/types.ts'
import { ageColumn, nameColumn } from '../columns/common.ts'
import { defineKind } from './define.ts'

export const services = defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  subresources: ['proxy', 'status'],
  validate: () => [],
  columns: [nameColumn, ageColumn],
})
