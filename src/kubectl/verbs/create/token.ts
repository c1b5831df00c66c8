import { ApiError, UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { flag, printFlags } from '../../flags/write-flags.ts'
import { compact, textAt, unlessEmpty } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { printResult } from '../../print-result.ts'
import type { FlagValues, Invocation, Verb } from '../../verb.ts'
import { requireName } from '../../write-options.ts'

const boundKinds: Readonly<Record<string, string>> = { Node: 'v1', Pod: 'v1', Secret: 'v1' }

const check = (flags: FlagValues): void => {
  const duration = flags.duration('duration')
  const kind = flags.string('bound-object-kind')
  if (duration < 0) throw new UsageError('--duration must be greater than or equal to 0')
  if (duration % 1000 !== 0) throw new UsageError('--duration cannot be expressed in units less than seconds')
  if (flags.list('audience').includes('')) throw new UsageError('--audience must not be an empty string')
  if (kind === '') {
    for (const other of ['bound-object-name', 'bound-object-uid']) {
      if (flags.string(other) !== '') throw new UsageError(`--${other} can only be set if --bound-object-kind is provided`)
    }
  } else if (!(kind in boundKinds)) throw new UsageError(`supported --bound-object-kind values are ${Object.keys(boundKinds).join(', ')}`)
  else if (flags.string('bound-object-name') === '')
    throw new UsageError('--bound-object-name is required if --bound-object-kind is provided')
}

const tokenRequest = (flags: FlagValues): JsonObject => {
  const kind = flags.string('bound-object-kind')
  const duration = flags.duration('duration')
  const bound = compact({
    kind,
    apiVersion: boundKinds[kind],
    name: flags.string('bound-object-name'),
    uid: unlessEmpty(flags.string('bound-object-uid')),
  })
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {},
    spec: compact({
      audiences: unlessEmpty(flags.list('audience')) ?? null,
      expirationSeconds: duration > 0 ? duration / 1000 : undefined,
      boundObjectRef: kind === '' ? undefined : bound,
    }),
  }
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const name = requireName(invocation)
  check(flags)
  const session = await invocation.connect()
  let answer: JsonObject
  try {
    answer = session.post(
      knownResource('v1', 'ServiceAccount', 'serviceaccounts'),
      invocation.namespace,
      name,
      'token',
      tokenRequest(flags),
    ) as JsonObject
  } catch (error) {
    if (error instanceof ApiError) throw new UsageError(`failed to create token: ${error.message}`)
    throw error
  }
  const token = textAt(answer, 'status', 'token')
  if (token === '') throw new UsageError('failed to create token: no token in server response')
  if (flags.string('output') !== '') return printResult(invocation, answer, 'created')
  await invocation.out(invocation.process.tty ? `${token}\n` : token)
  return 0
}

export const token: Verb = {
  name: 'token',
  summary: 'Request a service account token',
  usage: 'create token SERVICE_ACCOUNT_NAME',
  examples: ['kubectl create token robot --duration=10m'],
  group: 'subcommand',
  flags: [
    ...printFlags,
    flag.array('audience', 'Whom the token is for; repeat it for more.'),
    flag.string('bound-object-kind', 'The kind of the object that the token is bound to: Node, Pod or Secret.'),
    flag.string('bound-object-name', 'The name of that object.'),
    flag.string('bound-object-uid', 'The uid of that object.'),
    flag.duration('duration', 'How long the token shall be good for.'),
  ],
  run,
}
