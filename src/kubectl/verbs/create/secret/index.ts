import type { Verb } from '../../../verb.ts'
import { dockerRegistry } from './docker-registry.ts'
import { generic } from './generic.ts'
import { tls } from './tls.ts'

export const secret: Verb = {
  name: 'secret',
  summary: 'Create a secret using a specified subcommand',
  description: 'Make a Secret: generic for any content, docker-registry for pulling images, tls for a certificate with its key.',
  usage: 'create secret (docker-registry | generic | tls)',
  group: 'subcommand',
  flags: [],
  commands: [dockerRegistry, generic, tls],
}
