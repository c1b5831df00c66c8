import type { KubeObject } from '../../api/index.ts'
import type { ResourceCall } from '../context.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'
import type { AdmissionPlugin } from './plugin.ts'
import { priority } from './priority.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'

/** In the order in which the real server runs them (kubernetes: pkg/kubeapiserver/options/plugins.go). */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  serviceAccount,
  priority,
  defaultTolerationSeconds,
  runtimeClass,
]

export const admitCreate = (call: ResourceCall, object: KubeObject): KubeObject =>
  admissionPlugins.reduce((admitted, plugin) => plugin.create?.(call, admitted) ?? admitted, object)

export const admitUpdate = (call: ResourceCall, next: KubeObject, previous: KubeObject): KubeObject =>
  admissionPlugins.reduce((admitted, plugin) => plugin.update?.(call, admitted, previous) ?? admitted, next)

export const admitDelete = (call: ResourceCall): void => {
  for (const plugin of admissionPlugins) plugin.delete?.(call)
}
