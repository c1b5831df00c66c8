import type { ConfigMap } from '../generated/types.ts'
import { ageColumn, nameColumn } from '../columns/common.ts'
import { defineKind } from './define.ts'

export const configMaps = defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  validate: () => [],
  columns: [nameColumn, ageColumn],
})
