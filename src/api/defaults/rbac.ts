import type { ClusterRoleBinding, RbacSubject, RoleBinding } from '../generated/types.ts'
import { change, fill, mapShared } from './fill.ts'

const apiGroup = 'rbac.authorization.k8s.io'

const subject = (given: RbacSubject): RbacSubject => (given.kind === 'User' || given.kind === 'Group' ? fill(given, { apiGroup }) : given)

/** `pkg/apis/rbac/v1/defaults.go`. */
export const bindingWithDefaults = <T extends RoleBinding | ClusterRoleBinding>(binding: T): T => {
  const named = change(binding, 'roleRef', (roleRef) => (roleRef.apiGroup ? roleRef : { ...roleRef, apiGroup }))
  return change(named, 'subjects', (subjects) => mapShared(subjects, subject))
}
