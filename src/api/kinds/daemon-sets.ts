import type { DaemonSet } from '../generated/types.ts'
import { ageColumn, nameColumn } from '../columns/common.ts'
import { defineKind } from './define.ts'

export const daemonSets = defineKind<DaemonSet>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  subresources: ['status'],
  validate: () => [],
  columns: [nameColumn, ageColumn],
})
