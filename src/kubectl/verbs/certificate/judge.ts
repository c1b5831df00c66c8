import { UsageError } from '../../../base/index.ts'
import { findByFlags, forEach, hasFiles, json } from '../../action.ts'
import { filenameFlags, flag, printFlags } from '../../flags/write-flags.ts'
import { listAt, textAt, type LooseObject } from '../../object.ts'
import { printResult } from '../../print-result.ts'
import type { Invocation, Verb } from '../../verb.ts'

type Judgement = 'Approved' | 'Denied'

const conditionOf = (judgement: Judgement, now: number): LooseObject => {
  const time = `${new Date(now).toISOString().slice(0, 19)}Z`
  const word = judgement === 'Approved' ? 'approve' : 'deny'
  return {
    type: judgement,
    status: 'True',
    reason: judgement === 'Approved' ? 'KubectlApprove' : 'KubectlDeny',
    message: `This CSR was ${judgement.toLowerCase()} by kubectl certificate ${word}.`,
    lastUpdateTime: time,
  }
}

/** Sets the condition that approves or denies the requests that are named (pkg/cmd/certificates/certificates.go). */
const judge = async (invocation: Invocation, judgement: Judgement): Promise<number> => {
  const { args, flags, process } = invocation
  if (args.length === 0 && !hasFiles(invocation)) throw new UsageError('one or more CSRs must be specified as <name> or -f <filename>')
  const found = await findByFlags(invocation, { args: args.length > 0 ? ['certificatesigningrequests', ...args] : [], latest: true })
  const session = await invocation.connect()
  await forEach(found.infos, found.errors, async ({ resource, name, object = {} }) => {
    const conditions = listAt(object, 'status', 'conditions')
    const has = (type: string) => conditions.some((condition) => textAt(condition, 'type') === type)
    const opposite = judgement === 'Approved' ? 'Denied' : 'Approved'
    if (has(opposite)) throw new UsageError(`certificate signing request ${JSON.stringify(name)} is already ${opposite}`)
    const done = has(judgement) && !flags.boolean('force')
    const others = conditions.filter((condition) => textAt(condition, 'type') !== judgement)
    const status = typeof object['status'] === 'object' ? object['status'] : {}
    const changed = { ...object, status: { ...status, conditions: [...others, conditionOf(judgement, process.clock.now)] } }
    const answer = done ? object : session.update(resource, '', name, changed, {}, 'approval')
    await printResult(invocation, json(answer), judgement.toLowerCase())
  })
  return 0
}

const verb = (name: 'approve' | 'deny', judgement: Judgement): Verb => ({
  name,
  summary: `${name === 'approve' ? 'Approve' : 'Deny'} a certificate signing request`,
  usage: `certificate ${name} (-f FILENAME | NAME)`,
  examples: [`kubectl certificate ${name} csr-sqgzp`],
  flags: [...printFlags, ...filenameFlags('that name the requests'), flag.boolean('force', 'Do it even if it was done before.')],
  run: (invocation) => judge(invocation, judgement),
})

export const approve = verb('approve', 'Approved')
export const deny = verb('deny', 'Denied')
