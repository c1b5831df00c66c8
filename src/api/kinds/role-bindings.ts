import { bindingColumns } from '../columns/rbac.ts'
import { bindingWithDefaults } from '../defaults/rbac.ts'
import type { RoleBinding } from '../generated/types.ts'
import { validateRoleBinding } from '../validation/rbac.ts'
import { defineKind } from './define.ts'

export const roleBindings = defineKind<RoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  withDefaults: bindingWithDefaults,
  validate: validateRoleBinding,
  columns: bindingColumns,
})
