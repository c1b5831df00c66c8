import { flag } from '../../flags/write-flags.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { container, metadata } from './objects.ts'

export const cronJob = generatorVerb({
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'Create a cron job with the specified name',
  usage: "create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  examples: ["kubectl create cronjob tick --image=busybox --schedule='*/5 * * * *' -- date"],
  flags: [
    flag.string('image', 'The image to run.', { required: true }),
    flag.string('restart', 'OnFailure or Never.'),
    flag.string('schedule', 'When to run, in the format of cron.', { required: true }),
  ],
  resource: knownResource('batch/v1', 'CronJob', 'cronjobs'),
  failure: 'failed to create cronjob:',
  object: ({ flags, args }, name, namespace) => {
    const containers = [container({ name, image: flags.string('image'), command: args.slice(1) })]
    const template = { metadata: {}, spec: { containers, restartPolicy: flags.string('restart') || 'OnFailure' } }
    return {
      kind: 'CronJob',
      apiVersion: 'batch/v1',
      metadata: metadata(name, namespace),
      spec: { schedule: flags.string('schedule'), jobTemplate: { metadata: { name }, spec: { template } } },
      status: {},
    }
  },
})
