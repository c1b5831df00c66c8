import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { envVarNameErrors } from '../../name-rules.ts'
import { parseLabelMap, parsePairs } from '../../pairs.ts'
import type { FlagValues } from '../../verb.ts'

/** What --labels says, else `run=NAME`. */
export const podLabels = (flags: FlagValues, name: string): Readonly<Record<string, string>> => {
  const text = flags.string('labels')
  return text === '' ? { run: name } : parseLabelMap(text)
}

const environment = (flags: FlagValues): readonly JsonObject[] =>
  flags.list('env').map((text) => {
    const equals = text.indexOf('=')
    const name = text.slice(0, equals)
    if (equals < 1 || envVarNameErrors(name).length > 0) throw new UsageError(`invalid env: ${text}`)
    return compact({ name, value: unlessEmpty(text.slice(equals + 1)) })
  })

const parsePort = (text: string): number => {
  if (!/^[-+]?\d+$/.test(text)) throw new UsageError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** The Pod of `kubectl run` (pkg/generate/versioned/run.go). */
export const podObject = (flags: FlagValues, name: string, args: readonly string[]): JsonObject => {
  const stdin = flags.boolean('stdin')
  const port = flags.string('port')
  const list = unlessEmpty(args)
  const annotations = parsePairs(flags.list('annotations'), 'annotations', false).added
  const container = compact({
    name,
    image: flags.string('image'),
    command: flags.boolean('command') ? list : undefined,
    args: flags.boolean('command') ? undefined : list,
    ports: port === '' ? undefined : [compact({ containerPort: parsePort(port) })],
    env: unlessEmpty(environment(flags)),
    resources: {},
    imagePullPolicy: unlessEmpty(flags.string('image-pull-policy')),
    securityContext: flags.boolean('privileged') ? { privileged: true } : undefined,
    stdin: unlessEmpty(stdin),
    stdinOnce: unlessEmpty(stdin && !flags.boolean('leave-stdin-open')),
    tty: unlessEmpty(flags.boolean('tty')),
  })
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: compact({ name, labels: podLabels(flags, name), annotations: unlessEmpty(annotations) }),
    spec: {
      containers: [container],
      restartPolicy: flags.string('restart') || (stdin ? 'OnFailure' : 'Always'),
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  }
}

/** The Service of --expose. */
export const podService = (flags: FlagValues, name: string): JsonObject => {
  const port = parsePort(flags.string('port'))
  const labels = flags.string('labels') === '' ? undefined : podLabels(flags, name)
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: compact({ name, labels }),
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: podLabels(flags, name) },
    status: { loadBalancer: {} },
  }
}
