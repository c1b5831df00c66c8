import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const cp: Verb = {
  name: 'cp',
  group: 'troubleshoot',
  summary: 'Copy files and directories to and from containers',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  flags: [
    { name: 'container', short: 'c', kind: 'string', default: '', summary: 'Sets container.' },
    { name: 'no-preserve', kind: 'boolean', default: 'false', summary: 'Sets no preserve.' },
    { name: 'retries', kind: 'int', default: '0', summary: 'Sets retries.' },
  ],
  run: notBuilt,
}
