import { roleColumns } from '../columns/rbac.ts'
import type { Role } from '../generated/types.ts'
import { validateRole } from '../validation/rbac.ts'
import { defineKind } from './define.ts'

export const roles = defineKind<Role>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  validate: validateRole,
  columns: roleColumns,
})
