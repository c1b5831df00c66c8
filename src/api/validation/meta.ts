import { jsonEqual } from '../equal.ts'
import type { ObjectMeta } from '../generated/types.ts'
import type { KubeObject } from '../object.ts'
import { forbidden, immutable, invalid, invalids, none, required, tooLong, type FieldErrors } from './errors.ts'
import { dnsLabelProblems, labelKeyProblems, labelValueProblems } from './names.ts'

type NameProblems = (name: string) => readonly string[]

const largestAnnotations = 256 * 1024

/** Keys in Go's order of maps as the API server tells them: sorted. */
const sortedEntries = (map: Readonly<Record<string, string>> | undefined): readonly (readonly [string, string])[] => {
  if (!map) return []
  const entries = Object.entries(map)
  return entries.length > 1 ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries
}

export const validateLabels = (labels: Readonly<Record<string, string>> | undefined, field: string): FieldErrors => {
  if (!labels) return none
  let errors: FieldErrors = none
  for (const [key, value] of sortedEntries(labels)) {
    const [keys, values] = [labelKeyProblems(key), labelValueProblems(value)]
    if (keys.length + values.length > 0) errors = [...errors, ...invalids(field, key, keys), ...invalids(field, value, values)]
  }
  return errors
}

export const validateAnnotations = (annotations: Readonly<Record<string, string>> | undefined, field: string): FieldErrors => {
  if (!annotations) return none
  const errors = sortedEntries(annotations).flatMap(([key]) => invalids(field, key, labelKeyProblems(key.toLowerCase())))
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  return size > largestAnnotations ? [...errors, tooLong(field, largestAnnotations)] : errors
}

const validateOwners = (meta: ObjectMeta): FieldErrors => {
  const owners = meta.ownerReferences
  if (!owners) return none
  const field = 'metadata.ownerReferences'
  const errors = owners.flatMap((owner, index) => [
    ...(owner.apiVersion ? none : [invalid(`${field}[${index}].apiVersion`, owner.apiVersion ?? '', 'version must not be empty')]),
    ...(owner.kind ? none : [invalid(`${field}[${index}].kind`, owner.kind ?? '', 'must not be empty')]),
    ...(owner.name ? none : [invalid(`${field}[${index}].name`, owner.name ?? '', 'must not be empty')]),
    ...(owner.uid ? none : [invalid(`${field}[${index}].uid`, owner.uid ?? '', 'must not be empty')]),
  ])
  const controllers = owners.filter(({ controller }) => controller)
  if (controllers.length < 2) return errors
  const [first, second] = controllers
  return [
    ...errors,
    invalid(
      field,
      owners,
      `Only one reference can have Controller set to true. Found "true" in references for ${first!.kind}/${first!.name} and ${second!.kind}/${second!.name}`,
    ),
  ]
}

const validateFinalizers = (meta: ObjectMeta): FieldErrors =>
  (meta.finalizers ?? []).flatMap((finalizer, index) => [
    ...invalids('metadata.finalizers', finalizer, labelKeyProblems(finalizer)),
    ...(finalizer.includes('/') || ['orphan', 'foregroundDeletion', 'kubernetes'].includes(finalizer)
      ? none
      : [invalid(`metadata.finalizers[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')]),
  ])

const validateName = (meta: ObjectMeta, problemsOf: NameProblems): FieldErrors => {
  // A generated name goes on after the prefix, so that a dash may end it.
  const errors = meta.generateName
    ? invalids('metadata.generateName', meta.generateName, problemsOf(meta.generateName.replace(/-$/, 'a')))
    : none
  if (!meta.name) return [...errors, required('metadata.name', 'name or generateName is required')]
  return [...errors, ...invalids('metadata.name', meta.name, problemsOf(meta.name))]
}

/** What stays as it was when an object is updated (`ValidateObjectMetaAccessorUpdate`). */
const validateChange = (next: ObjectMeta, previous: ObjectMeta): FieldErrors => {
  const errors = (['name', 'namespace', 'uid'] as const).flatMap((key) =>
    jsonEqual(next[key], previous[key]) ? none : [invalid(`metadata.${key}`, next[key] ?? '', immutable)],
  )
  const added = previous.deletionTimestamp ? (next.finalizers ?? []).filter((finalizer) => !previous.finalizers?.includes(finalizer)) : []
  if (added.length === 0) return errors
  const list = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`
  return [
    forbidden('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`),
    ...errors,
  ]
}

/** Validates an object's metadata; `nameProblems` is the kind's rule for names. */
export const validateMeta = (next: KubeObject, previous: KubeObject | undefined, nameProblems: NameProblems): FieldErrors => {
  const meta: ObjectMeta = next.metadata
  let errors: FieldErrors = none
  if (previous) {
    // Upstream asks twice, once for every kind and once by the kind's own validation; the answer names each cause twice.
    const changes = validateChange(meta, previous.metadata)
    errors = [...changes, ...changes]
  } else {
    errors = validateName(meta, nameProblems)
    if (meta.namespace) errors = [...errors, ...invalids('metadata.namespace', meta.namespace, dnsLabelProblems(meta.namespace))]
  }
  return [
    ...errors,
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations, 'metadata.annotations'),
    ...validateOwners(meta),
    ...validateFinalizers(meta),
  ]
}
