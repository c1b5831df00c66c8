import { UsageError } from '../../../base/index.ts'
import { allNamespacesFlag, flag } from '../../flags/write-flags.ts'
import { at, textAt } from '../../object.ts'
import type { KubectlSession } from '../../session.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { accessTable } from './access-table.ts'

const resourceVerbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  'bind',
  'impersonate',
  '*',
  'approve',
  'sign',
  'escalate',
  'attest',
]
const pathVerbs = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*']

/** What the server is asked about: a resource of the API, or a path. */
type Attributes = { readonly resourceAttributes: object } | { readonly nonResourceAttributes: object }

/** kubectl's own warnings end in a newline of their own, so an empty line follows. */
const warn = (invocation: Invocation, text: string): void | Promise<void> => invocation.error(`Warning: ${text}\n\n`)

const aboutResource = async (invocation: Invocation, session: KubectlSession, verb: string, typed: string): Promise<Attributes> => {
  const { flags } = invocation
  const [type = '', ...name] = typed.split('/')
  const found = type === '*' ? undefined : session.mapper.find(type.toLowerCase())
  const everywhere = flags.boolean('all-namespaces')
  if (!found && type !== '*' && type !== 'users' && type !== 'groups') {
    const [resource = '', ...group] = type.toLowerCase().split('.')
    await warn(
      invocation,
      `the server doesn't have a resource type '${resource}'${group.length > 0 ? ` in group '${group.join('.')}'` : ''}`,
    )
  }
  if (found && !everywhere && !found.namespaced) {
    await warn(invocation, `resource '${found.plural}' is not namespace scoped${found.group === '' ? '' : ` in group '${found.group}'`}`)
  }
  if (!everywhere && !resourceVerbs.includes(verb)) await warn(invocation, `verb '${verb}' is not a known verb`)
  const wanted: Readonly<Record<string, string>> = {
    namespace: everywhere ? '' : invocation.namespace,
    verb,
    group: found?.group ?? '',
    resource: found?.plural ?? type,
    subresource: flags.string('subresource'),
    name: name.join('/'),
  }
  return { resourceAttributes: Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== '')) }
}

const aboutPath = async (invocation: Invocation, verb: string, path: string): Promise<Attributes> => {
  if (invocation.flags.string('subresource') !== '') throw new UsageError('--subresource can not be used with NonResourceURL')
  if (!pathVerbs.includes(verb)) await warn(invocation, `verb '${verb}' is not a known verb`)
  return { nonResourceAttributes: { verb, path } }
}

const review = (session: KubectlSession, kind: string, plural: string, spec: object): unknown =>
  session.request({
    method: 'POST',
    path: `/apis/authorization.k8s.io/v1/${plural}`,
    body: { kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec },
  }).body

const list = async (invocation: Invocation): Promise<number> => {
  const { args, flags, namespace } = invocation
  if (args.length > 0) throw new UsageError('list option must be specified with no arguments')
  if (flags.boolean('quiet') || flags.boolean('all-namespaces') || flags.string('subresource') !== '') {
    throw new UsageError("list option can't be specified with neither quiet, all-namespaces nor subresource options")
  }
  const session = await invocation.connect({ attempts: 0 })
  const status = at(review(session, 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', { namespace }), 'status')
  if (at(status, 'incomplete') === true)
    await invocation.error(`Warning: the list may be incomplete: ${textAt(status, 'evaluationError')}\n`)
  await invocation.out(accessTable(status, !flags.boolean('no-headers')))
  return 0
}

const run = async (invocation: Invocation): Promise<number> => {
  const { args, flags } = invocation
  if (flags.boolean('list')) return list(invocation)
  const [verb, typed] = args
  if (verb === undefined || typed === undefined || args.length > 2) {
    throw new UsageError(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    )
  }
  const session = await invocation.connect(typed.startsWith('/') ? { attempts: 0 } : {})
  const spec = typed.startsWith('/') ? await aboutPath(invocation, verb, typed) : await aboutResource(invocation, session, verb, typed)
  if (flags.boolean('no-headers')) throw new UsageError('--no-headers cannot be set without --list specified')
  const status = at(review(session, 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', spec), 'status')
  const allowed = at(status, 'allowed') === true
  const reasons = [textAt(status, 'reason'), textAt(status, 'evaluationError')].filter((reason) => reason !== '')
  if (!flags.boolean('quiet')) await invocation.out(allowed ? 'yes\n' : `${['no', ...reasons].join(' - ')}\n`)
  return allowed ? 0 : 1
}

export const canI: Verb = {
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  description: 'Check whether an action is allowed.\n\n --as asks for somebody else; --list shows all that is allowed in the namespace.',
  usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  examples: [
    '# May I delete Pods here?\nkubectl auth can-i delete pods',
    '# And the ServiceAccount robot?\nkubectl auth can-i delete pods --as=system:serviceaccount:default:robot',
  ],
  flags: [
    allNamespacesFlag,
    flag.boolean('list', 'Show everything that is allowed.'),
    flag.boolean('no-headers', 'Leave the head of the table out.'),
    flag.boolean('quiet', 'Answer by the exit code alone.', { short: 'q' }),
    flag.string('subresource', 'The subresource meant, such as log or scale.'),
  ],
  run,
}
