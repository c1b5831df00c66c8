import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const portForward: Verb = {
  name: 'port-forward',
  group: 'troubleshoot',
  summary: 'Forward local ports to a Pod',
  usage: 'port-forward TYPE/NAME [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  flags: [
    { name: 'address', kind: 'list', default: 'localhost', summary: 'Sets address.' },
    { name: 'pod-running-timeout', kind: 'duration', default: '1m0s', summary: 'Sets pod running timeout.' },
  ],
  run: notBuilt,
}
