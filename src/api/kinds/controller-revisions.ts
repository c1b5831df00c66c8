import { controllerRevisionColumns } from '../columns/workload.ts'
import type { ControllerRevision } from '../generated/types.ts'
import { validateControllerRevision } from '../validation/workload.ts'
import { defineKind } from './define.ts'

export const controllerRevisions = defineKind<ControllerRevision>({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  validate: validateControllerRevision,
  columns: controllerRevisionColumns,
})
