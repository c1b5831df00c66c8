import type { JsonObject } from '../api/index.ts'
import { goJson } from './go-json.ts'
import { mapAt, withField } from './json-fields.ts'

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** What the annotation of `kubectl apply` holds (JSON text), or undefined. */
export const lastApplied = (object: JsonObject): string | undefined => mapAt(object, 'metadata', 'annotations')[lastAppliedAnnotation]

const annotationsOf = (object: JsonObject): Record<string, string> => {
  const { [lastAppliedAnnotation]: _, ...others } = mapAt(object, 'metadata', 'annotations')
  return others
}

/** The object as it was written, without the annotation; metadata.annotations is there even if empty (pkg/util/apply.go). */
export const modifiedConfiguration = (object: JsonObject): JsonObject =>
  withField(object, ['metadata', 'annotations'], annotationsOf(object))

/** The object with its own configuration in the annotation, as apply sends it. */
export const withLastApplied = (object: JsonObject): JsonObject => {
  const configuration = modifiedConfiguration(object)
  const annotations = { ...annotationsOf(object), [lastAppliedAnnotation]: `${goJson(configuration)}\n` }
  return withField(object, ['metadata', 'annotations'], annotations)
}

/** Sets the annotation if asked to (--save-config), else brings it up to date if it is there. */
export const createOrUpdateLastApplied = (create: boolean, object: JsonObject): JsonObject =>
  create || (lastApplied(object) ?? '') !== '' ? withLastApplied(object) : object
