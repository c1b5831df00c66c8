import { UsageError } from '../../../base/index.ts'
import type { Json } from '../../../api/index.ts'
import { flag } from '../../flags/write-flags.ts'
import type { Flag, FlagValues } from '../../verb.ts'

const rbac = 'rbac.authorization.k8s.io'

export const subjectFlags: readonly Flag[] = [
  flag.array('group', 'A group to bind; repeat it for more.'),
  flag.array('serviceaccount', 'A service account to bind, `namespace:name`; repeat it for more.'),
  flag.array('user', 'A user to bind; repeat it for more.'),
]

export const userSubject = (name: string): Json => ({ kind: 'User', apiGroup: rbac, name })
export const groupSubject = (name: string): Json => ({ kind: 'Group', apiGroup: rbac, name })

/** The subjects of a binding: users, groups, then service accounts. */
export const bindingSubjects = (flags: FlagValues): readonly Json[] => [
  ...flags.list('user').map(userSubject),
  ...flags.list('group').map(groupSubject),
  ...flags.list('serviceaccount').map((text) => {
    const [namespace, name, ...rest] = text.split(':')
    if (!namespace || !name || rest.length > 0) throw new UsageError('serviceaccount must be <namespace>:<name>')
    return { kind: 'ServiceAccount', name, namespace }
  }),
]

export const roleReference = (kind: 'Role' | 'ClusterRole', name: string): Json => ({ apiGroup: rbac, kind, name })
