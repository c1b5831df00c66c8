import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const attach: Verb = {
  name: 'attach',
  group: 'troubleshoot',
  summary: 'Attach to a running container',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  flags: [
    { name: 'container', short: 'c', kind: 'string', default: '', summary: 'Sets container.' },
    { name: 'pod-running-timeout', kind: 'duration', default: '1m0s', summary: 'Sets pod running timeout.' },
    { name: 'quiet', short: 'q', kind: 'boolean', default: 'false', summary: 'Sets quiet.' },
    { name: 'stdin', short: 'i', kind: 'boolean', default: 'false', summary: 'Sets stdin.' },
    { name: 'tty', short: 't', kind: 'boolean', default: 'false', summary: 'Sets tty.' },
  ],
  run: notBuilt,
}
