import type { Node } from '../generated/types.ts'
import { ageColumn, nameColumn } from '../columns/common.ts'
import { defineKind } from './define.ts'

export const nodes = defineKind<Node>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  subresources: ['proxy', 'status'],
  validate: () => [],
  columns: [nameColumn, ageColumn],
})
