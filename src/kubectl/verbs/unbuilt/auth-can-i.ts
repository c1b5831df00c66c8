import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const authCanI: Verb = {
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [
    { name: 'all-namespaces', short: 'A', kind: 'boolean', default: 'false', summary: 'Sets all namespaces.' },
    { name: 'list', kind: 'boolean', default: 'false', summary: 'Sets list.' },
    { name: 'no-headers', kind: 'boolean', default: 'false', summary: 'Sets no headers.' },
    { name: 'quiet', short: 'q', kind: 'boolean', default: 'false', summary: 'Sets quiet.' },
    { name: 'subresource', kind: 'string', default: '', summary: 'Sets subresource.' },
  ],
  run: notBuilt,
}
