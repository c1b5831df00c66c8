import type { ClusterRole, ClusterRoleBinding, RbacSubject, Role, RoleBinding } from '../generated/types.ts'
import type { Column } from '../kind.ts'
import { ageColumn, nameColumn, text, wideText } from './common.ts'

export const roleColumns: readonly Column<Role | ClusterRole>[] = [
  nameColumn,
  text('Created At', ({ metadata }) => metadata.creationTimestamp),
]

const subjectsOf = (subjects: readonly RbacSubject[] | undefined, kind: string): string =>
  (subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ')

export const bindingColumns: readonly Column<RoleBinding | ClusterRoleBinding>[] = [
  nameColumn,
  text('Role', ({ roleRef }) => `${roleRef.kind ?? ''}/${roleRef.name}`),
  ageColumn,
  wideText('Users', ({ subjects }) => subjectsOf(subjects, 'User')),
  wideText('Groups', ({ subjects }) => subjectsOf(subjects, 'Group')),
  wideText('ServiceAccounts', ({ subjects }) => subjectsOf(subjects, 'ServiceAccount')),
]
