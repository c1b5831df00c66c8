import { encode, toBase64 } from '../../base/index.ts'
import { secretColumns } from '../columns/cluster.ts'
import { secretWithDefaults } from '../defaults/workload.ts'
import type { Secret } from '../generated/types.ts'
import { validateSecret } from '../validation/cluster.ts'
import { defineKind } from './define.ts'

/** stringData is for writing only: it ends up in data. */
const prepare = (next: Secret): Secret => {
  const { stringData, ...rest } = next
  if (!stringData) return next
  return {
    ...rest,
    data: { ...next.data, ...Object.fromEntries(Object.entries(stringData).map(([key, value]) => [key, toBase64(encode(value))])) },
  }
}

export const secrets = defineKind<Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  withDefaults: secretWithDefaults,
  prepare,
  validate: validateSecret,
  columns: secretColumns,
  selectableFields: { type: ({ type }) => type ?? '' },
})
