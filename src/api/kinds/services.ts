import { serviceColumns } from '../columns/network.ts'
import { serviceWithDefaults } from '../defaults/workload.ts'
import type { Service } from '../generated/types.ts'
import { prepareService } from '../defaults/service-update.ts'
import { validateService, validateServiceUpdate } from '../validation/service.ts'
import { defineKind } from './define.ts'

export const services = defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  subresources: ['proxy', 'status'],
  withDefaults: serviceWithDefaults,
  prepare: prepareService,
  validate: (next, previous) => (previous ? validateServiceUpdate(next, previous) : validateService(next)),
  columns: serviceColumns,
  selectableFields: { 'spec.clusterIP': ({ spec }) => spec?.clusterIP ?? '', 'spec.type': ({ spec }) => spec?.type ?? '' },
})
