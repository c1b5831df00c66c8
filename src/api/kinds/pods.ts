import { podColumns } from '../columns/pod.ts'
import { podWithDefaults } from '../defaults/pod-spec.ts'
import { jsonEqual } from '../equal.ts'
import type { Pod } from '../generated/types.ts'
import { podQosClass } from '../helpers.ts'
import { validatePod, validatePodUpdate } from '../validation/pod.ts'
import { podWarnings } from '../validation/warnings.ts'
import { defineKind } from './define.ts'

/** `pkg/registry/core/pod/strategy.go`: what runs is the kubelet's to tell. */
const prepare = (next: Pod, previous?: Pod): Pod => {
  if (previous) return { ...next, status: previous.status }
  return { ...next, status: { phase: 'Pending', ...(next.spec?.containers && { qosClass: podQosClass(next.spec) }) } }
}

export const pods = defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  subresources: ['attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'portforward', 'proxy', 'resize', 'status'],
  withDefaults: podWithDefaults,
  prepare,
  validate: (next, previous) => (previous ? validatePodUpdate(next, previous) : validatePod(next)),
  columns: podColumns,
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec?.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec?.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec?.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec?.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec?.hostNetwork ?? false),
    'status.phase': ({ status }) => status?.phase ?? '',
    'status.podIP': ({ status }) => status?.podIP ?? '',
    'status.podIPs': ({ status }) => status?.podIP ?? '',
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName ?? '',
  },
  changesGeneration: (next, previous) => !jsonEqual(next.spec, previous.spec),
  warn: (next, previous) => (previous ? [] : podWarnings(next.spec, 'spec')),
})
