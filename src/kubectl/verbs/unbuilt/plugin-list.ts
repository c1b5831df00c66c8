import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const pluginList: Verb = {
  name: 'list',
  summary: 'List the plugins on the PATH',
  usage: 'plugin list [flags]',
  flags: [
    { name: 'name-only', kind: 'boolean', default: 'false', summary: 'Sets name only.' },
  ],
  run: notBuilt,
}
