import { printFlags } from '../../flags/write-flags.ts'
import { at, mapAt, textAt, type LooseObject } from '../../object.ts'
import { alignColumns, objectPrinter } from '../../printers/index.ts'
import type { Verb } from '../../verb.ts'

const list = (value: unknown): string => `[${(Array.isArray(value) ? value : []).join(' ')}]`

export const whoami: Verb = {
  name: 'whoami',
  summary: 'Experimental: Check self subject attributes',
  usage: 'auth whoami',
  examples: ['# Who am I to the server?\nkubectl auth whoami'],
  flags: [...printFlags],
  async run(invocation) {
    const printer = objectPrinter(invocation, invocation.flags.string('output'), undefined, false)
    const session = await invocation.connect({ attempts: 0 })
    const body = { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', metadata: {} }
    const review = session.request({ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', body }).body as LooseObject
    if (printer) {
      await invocation.out(printer({ kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', ...review }))
      return 0
    }
    const user = at(review, 'status', 'userInfo')
    const extra = mapAt(user, 'extra')
    const rows = [
      ['ATTRIBUTE', 'VALUE'],
      ['Username', textAt(user, 'username')],
      ...(textAt(user, 'uid') ? [['UID', textAt(user, 'uid')]] : []),
      ...(at(user, 'groups') ? [['Groups', list(at(user, 'groups'))]] : []),
      ...Object.keys(extra)
        .sort()
        .map((name) => [`Extra: ${name}`, list(extra[name])]),
    ]
    await invocation.out(alignColumns(rows))
    return 0
  },
}
