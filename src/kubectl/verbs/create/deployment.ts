import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { knownResource } from '../../known-resource.ts'
import { deploymentObject } from './deployment-object.ts'
import { generatorVerb } from './generator.ts'
import { randomSuffix } from './random-suffix.ts'

export const deployment = generatorVerb({
  name: 'deployment',
  aliases: ['deploy'],
  summary: 'Create a deployment with the specified name',
  usage: 'create deployment NAME --image=image -- [COMMAND] [args...]',
  examples: [
    'kubectl create deployment web --image=nginx --replicas=3 --port=80',
    'kubectl create deployment sleeper --image=busybox -- sleep 3600',
  ],
  flags: [
    flag.list('image', 'The image of a container; repeat it for more containers.', { required: true }),
    flag.int('port', -1, 'The port that the first container exposes.'),
    flag.int('replicas', 1, 'How many replicas.', { short: 'r' }),
  ],
  resource: knownResource('apps/v1', 'Deployment', 'deployments'),
  failure: 'failed to create deployment:',
  object: ({ flags, args, process }, name, namespace) => {
    const images = flags.list('image')
    const command = args.slice(1)
    if (images.length > 1 && command.length > 0) throw new UsageError('cannot specify multiple --image options and command')
    return deploymentObject({
      name,
      images,
      command,
      replicas: flags.int('replicas'),
      port: flags.int('port'),
      suffix: randomSuffix(process),
      ...(namespace === undefined ? {} : { namespace }),
    })
  },
})
