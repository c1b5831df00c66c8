import type { Verb } from '../../verb.ts'
import { env } from './env.ts'
import { image } from './image.ts'
import { resources } from './resources.ts'
import { selector } from './selector.ts'
import { serviceAccount } from './service-account.ts'
import { subject } from './subject.ts'

export const set: Verb = {
  name: 'set',
  summary: 'Set specific features on objects',
  description: 'Configure application resources.\n\n These commands help you make changes to existing application resources.',
  usage: 'set SUBCOMMAND',
  group: 'basic-beginner',
  flags: [],
  commands: [env, image, resources, selector, serviceAccount, subject],
}
