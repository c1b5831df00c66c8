import { flag } from '../../flags/write-flags.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'

export const priorityClass = generatorVerb({
  name: 'priorityclass',
  aliases: ['pc'],
  summary: 'Create a priority class with the specified name',
  usage: 'create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  examples: ['kubectl create priorityclass important --value=1000 --description="ahead of the others"'],
  flags: [
    flag.string('description', 'What the class is for.'),
    flag.boolean('global-default', 'The class of pods that name none.'),
    flag.string('preemption-policy', 'PreemptLowerPriority or Never.', { default: 'PreemptLowerPriority' }),
    flag.int('value', 0, 'The priority.'),
  ],
  resource: knownResource('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', false),
  failure: 'failed to create priorityclass:',
  object: ({ flags }, name) =>
    compact({
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: metadata(name, undefined),
      value: flags.int('value'),
      globalDefault: flags.boolean('global-default') ? true : undefined,
      description: unlessEmpty(flags.string('description')),
      preemptionPolicy: flags.string('preemption-policy'),
    }),
})
