import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { fieldAt, isJsonObject, listAt, textAt, withField } from '../../json-fields.ts'

const template = ['spec', 'template', 'spec'] as const
const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  ReplicationController: template,
  Deployment: template,
  DaemonSet: template,
  ReplicaSet: template,
  StatefulSet: template,
  Job: template,
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
}

/** Where the pod spec stands in an object of this kind; throws if there is none (polymorphichelpers/updatepodspec.go). */
export const podSpecPath = (object: JsonObject): readonly string[] => {
  const kind = textAt(object, 'kind')
  const path = paths[kind]
  if (!path) throw new UsageError(`the object is not a pod or does not have a pod template: *v1.${kind}`)
  return path
}

/** The object with its pod spec changed. */
export const withPodSpec = (object: JsonObject, change: (spec: JsonObject) => JsonObject): JsonObject => {
  const path = podSpecPath(object)
  const spec = fieldAt(object, ...path)
  return withField(object, path, change(isJsonObject(spec) ? spec : {}))
}

/** The pod spec with each container changed for which `selected` holds; init containers come last, as kubectl looks at them. */
export const withContainers = (
  spec: JsonObject,
  selected: (name: string) => boolean,
  change: (container: JsonObject) => JsonObject,
): JsonObject => {
  let next = spec
  for (const field of ['containers', 'initContainers']) {
    if (!Array.isArray(spec[field])) continue
    const list: Json[] = listAt(spec, field).map((item) => (isJsonObject(item) && selected(textAt(item, 'name')) ? change(item) : item))
    next = { ...next, [field]: list }
  }
  return next
}

export const containerNames = (spec: JsonObject): readonly string[] =>
  ['containers', 'initContainers'].flatMap((field) => listAt(spec, field).map((item) => textAt(item, 'name')))

/** kubectl's wildcard match for -c: `*` stands for anything (pkg/cmd/set/helper.go). */
export const matchesName = (name: string, pattern: string): boolean => {
  if (!pattern.includes('*')) return name === pattern
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(name)
}
