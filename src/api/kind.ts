import type { KubeObject } from './object.ts'

/** What is wrong with a field, as `k8s.io/apimachinery/pkg/util/validation/field` words it. */
export interface FieldError {
  /** The path, `spec.containers[0].name`. */
  readonly field: string
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueDuplicate'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueNotFound'
    | 'FieldValueTypeInvalid'
    | 'InternalError'
  /** The whole text without the path: `Required value`, `Invalid value: "x": must be ...`. */
  readonly message: string
}

/** A column of the table that the server prints for a kind. Cells are computed at the server's time `now` (ms). */
export interface Column<T extends KubeObject = KubeObject> {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  readonly format?: 'name'
  /** Shown only with `-o wide` (priority 1). */
  readonly wide?: boolean
  cell(object: T, now: number): string | number | boolean
}

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch'
export type Subresource =
  | 'status'
  | 'scale'
  | 'log'
  | 'exec'
  | 'attach'
  | 'portforward'
  | 'eviction'
  | 'binding'
  | 'finalize'
  | 'token'
  | 'ephemeralcontainers'
  | 'resize'
  | 'proxy'

/** Reads a field as text. (Written as a method, as all of Kind's functions, so that a `Kind<Pod>` is a `Kind`.) */
export type FieldReader<T extends KubeObject> = { read(object: T): string }['read']

/** All that is known about a kind of API object; one file in kinds/ each, and nowhere else. */
export interface Kind<T extends KubeObject = KubeObject> {
  /** '' is the core group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly Verb[]
  readonly subresources: readonly Subresource[]
  /** The name of its type in the generated schema. */
  readonly type: string
  /** Fills in what the author left out; returns the same object if nothing was missing. */
  withDefaults(object: T): T
  /** On create: drop what clients may not set (status). On update: keep what they may not change (`previous.status`). */
  prepare?(next: T, previous?: T): T
  validate(next: T, previous?: T): readonly FieldError[]
  /** Validation of a write to `/status`; by default nothing. */
  validateStatus?(next: T, previous: T): readonly FieldError[]
  readonly columns: readonly Column<T>[]
  /** Fields that `fieldSelector` may name, beside `metadata.name` and `metadata.namespace`. */
  readonly selectableFields?: Readonly<Record<string, FieldReader<T>>>
  /** True if a change between the two is one of the desired state, which counts up `metadata.generation`. Absent: the kind has no generation. */
  changesGeneration?(next: T, previous: T): boolean
  /** How `/scale` reads and writes the kind. */
  readonly scale?: {
    read(object: T): { readonly spec: number; readonly status: number; readonly selector: string }
    write(object: T, replicas: number): T
  }
  /** A warning that comes with every answer about the kind, reads too. */
  readonly deprecated?: string
  /** Warnings that the server sends along with the answer (`Warning: ...`). */
  warn?(next: T, previous?: T): readonly string[]
}
