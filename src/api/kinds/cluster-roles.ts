import { roleColumns } from '../columns/rbac.ts'
import type { ClusterRole } from '../generated/types.ts'
import { validateClusterRole } from '../validation/rbac.ts'
import { defineKind } from './define.ts'

export const clusterRoles = defineKind<ClusterRole>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  namespaced: false,
  validate: validateClusterRole,
  columns: roleColumns,
})
