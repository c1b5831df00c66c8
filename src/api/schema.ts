/**
 * One field of an API type. `type` is spelt `string`, `integer` (32 bits), `int64`, `double`, `boolean`, `time`,
 * `microTime`, `intOrString`, `bytes` (base64), `any`, the name of another type, `[]T` or `{}T`.
 * `listType`, `listMapKeys`, `patchStrategy` and `patchMergeKey` are Kubernetes' own extensions for lists and patches.
 */
export interface FieldSchema {
  readonly type: string
  readonly required?: boolean
  readonly listType?: 'atomic' | 'set' | 'map' | 'granular'
  readonly mapType?: 'atomic' | 'granular'
  readonly listMapKeys?: readonly string[]
  readonly patchStrategy?: string
  readonly patchMergeKey?: string
}

export type TypeSchema = Readonly<Record<string, FieldSchema>>
