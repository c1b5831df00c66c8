import { bindingColumns } from '../columns/rbac.ts'
import { bindingWithDefaults } from '../defaults/rbac.ts'
import type { ClusterRoleBinding } from '../generated/types.ts'
import { validateClusterRoleBinding } from '../validation/rbac.ts'
import { defineKind } from './define.ts'

export const clusterRoleBindings = defineKind<ClusterRoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
  withDefaults: bindingWithDefaults,
  validate: validateClusterRoleBinding,
  columns: bindingColumns,
})
