import { configMapColumns } from '../columns/cluster.ts'
import type { ConfigMap } from '../generated/types.ts'
import { validateConfigMap } from '../validation/cluster.ts'
import { defineKind } from './define.ts'

export const configMaps = defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  validate: validateConfigMap,
  columns: configMapColumns,
})
