import type { Namespace } from '../generated/types.ts'
import { ageColumn, nameColumn } from '../columns/common.ts'
import { allVerbs, defineKind } from './define.ts'

export const namespaces = defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  verbs: allVerbs.filter((verb) => verb !== 'deletecollection'),
  subresources: ['finalize', 'status'],
  validate: () => [],
  columns: [nameColumn, ageColumn],
})
