import { UsageError } from '../../../base/index.ts'
import type { Json } from '../../../api/index.ts'
import { findByFlags } from '../../action.ts'
import { throwAll } from '../../errors.ts'
import { allFlag, dryRunFlag, fieldManagerFlag, filenameFlags, flag, localFlag, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { listAt, sameJson } from '../../json-fields.ts'
import type { Info } from '../../resources.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf } from '../../write-options.ts'
import { refuseLocalArguments } from './refuse-local.ts'
import { sendChanges } from './send-changes.ts'

const rbac = 'rbac.authorization.k8s.io'
const sorted = (list: readonly string[]): readonly string[] => [...new Set(list)].toSorted()

const check = (invocation: Invocation, infos: readonly Info[]): void => {
  const { flags } = invocation
  if (flags.boolean('local') && dryRunOf(invocation) === 'server')
    throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  if (flags.boolean('all') && flags.string('selector') !== '') throw new UsageError('cannot set --all and --selector at the same time')
  if (['user', 'group', 'serviceaccount'].every((name) => flags.list(name).length === 0)) {
    throw new UsageError('you must specify at least one value of user, group or serviceaccount')
  }
  for (const text of flags.list('serviceaccount')) {
    const [namespace, name, ...rest] = text.split(':')
    if (!name || rest.length > 0) throw new UsageError('serviceaccount must be <namespace>:<name>')
    if (namespace === '' && infos.some((info) => info.resource.kind === 'ClusterRoleBinding')) {
      throw new UsageError('serviceaccount must be <namespace>:<name>, namespace must be specified')
    }
  }
}

const wanted = ({ flags, namespace }: Invocation): readonly Json[] => [
  ...sorted(flags.list('user')).map((name) => ({ kind: 'User', apiGroup: rbac, name })),
  ...sorted(flags.list('group')).map((name) => ({ kind: 'Group', apiGroup: rbac, name })),
  ...sorted(flags.list('serviceaccount')).map((text) => {
    const [own, name] = text.split(':')
    return { kind: 'ServiceAccount', name: name!, namespace: own || namespace }
  }),
]

const run = async (invocation: Invocation): Promise<number> => {
  refuseLocalArguments(invocation, invocation.args)
  const found = await findByFlags(invocation, { latest: !invocation.flags.boolean('local') })
  throwAll(found.errors)
  check(invocation, found.infos)
  return sendChanges(invocation, found.infos, {
    operation: 'subjects updated',
    failure: 'failed to patch subjects to rolebinding:',
    errors: [],
    change: (object) => {
      if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') {
        throw new UsageError('setting subjects is only supported for RoleBinding/ClusterRoleBinding')
      }
      const now = listAt(object, 'subjects')
      const added = wanted(invocation).filter((subject) => !now.some((other) => sameJson(other, subject)))
      return added.length === 0 ? undefined : { ...object, subjects: [...now, ...added] }
    },
  })
}

export const subject: Verb = {
  name: 'subject',
  summary: 'Update the user, group, or service account in a role binding or cluster role binding',
  usage:
    'set subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  examples: ['kubectl set subject clusterrolebinding admins --group=operators'],
  group: 'subcommand',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    allFlag,
    selectorFlag,
    localFlag,
    dryRunFlag,
    flag.array('group', 'A group to bind; repeat it for more.'),
    flag.array('serviceaccount', 'A service account to bind, `namespace:name`; repeat it for more.'),
    flag.array('user', 'A user to bind; repeat it for more.'),
    fieldManagerFlag('kubectl-set'),
  ],
  run,
}
