import { daemonSetColumns } from '../columns/workload.ts'
import { daemonSetWithDefaults } from '../defaults/workload.ts'
import { jsonEqual } from '../equal.ts'
import type { DaemonSet } from '../generated/types.ts'
import { validateDaemonSet } from '../validation/workload.ts'
import { podWarnings } from '../validation/warnings.ts'
import { defineKind } from './define.ts'

const templateGeneration = 'deprecated.daemonset.template.generation'
const initialStatus = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 }

/** `pkg/registry/apps/daemonset/strategy.go`: the template's generation lives on as an annotation. */
const prepare = (next: DaemonSet, previous?: DaemonSet): DaemonSet => {
  const before = Number(previous?.metadata.annotations?.[templateGeneration] ?? 0)
  const changed = !jsonEqual(next.spec?.template, previous?.spec?.template)
  const annotations = { ...next.metadata.annotations, [templateGeneration]: String(changed ? before + 1 : before) }
  return { ...next, metadata: { ...next.metadata, annotations }, status: previous ? previous.status : initialStatus }
}

export const daemonSets = defineKind<DaemonSet>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  subresources: ['status'],
  withDefaults: daemonSetWithDefaults,
  prepare,
  validate: validateDaemonSet,
  columns: daemonSetColumns,
  changesGeneration: (next, previous) => !jsonEqual(next.spec, previous.spec),
  warn: (next) => podWarnings(next.spec?.template.spec, 'spec.template.spec'),
})
