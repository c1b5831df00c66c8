import { nodeColumns } from '../columns/cluster.ts'
import { nodeWithDefaults } from '../defaults/workload.ts'
import type { Node } from '../generated/types.ts'
import { validateNode } from '../validation/cluster.ts'
import { defineKind } from './define.ts'

export const nodes = defineKind<Node>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  subresources: ['proxy', 'status'],
  withDefaults: nodeWithDefaults,
  prepare: (next, previous) => {
    const named = next.spec ? next : { ...next, spec: {} }
    return previous ? { ...named, status: previous.status } : named
  },
  validate: validateNode,
  columns: nodeColumns,
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec?.unschedulable ?? false) },
})
