import type { Verb } from '../../../verb.ts'
import { dockerRegistry } from './docker-registry.ts'
import { generic } from './generic.ts'
import { tls } from './tls.ts'

export const secret: Verb = {
  name: 'secret',
  summary: 'Create a secret using a specified subcommand',
  description:
    'Create a secret with specified type.\n\n A docker-registry type secret is for accessing a container registry.\n\n A generic type secret indicate an Opaque secret type.\n\n A tls type secret holds TLS certificate and its associated key.',
  usage: 'create secret (docker-registry | generic | tls)',
  group: 'subcommand',
  flags: [],
  commands: [dockerRegistry, generic, tls],
}
