import type { Verb } from '../../verb.ts'
import { approve, deny } from './judge.ts'

export const certificate: Verb = {
  name: 'certificate',
  group: 'cluster',
  summary: 'Modify certificate resources',
  description: 'Modify certificate resources.',
  usage: 'certificate SUBCOMMAND',
  flags: [],
  commands: [approve, deny],
  bare: { to: 'stdout', code: 0 },
}
