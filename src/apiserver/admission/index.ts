import type { KubeObject } from '../../api/index.ts'
import type { ResourceCall } from '../context.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'

/** One admission plugin; what it returns goes on to the next, what it throws ends the request. */
export interface AdmissionPlugin {
  readonly name: string
  create?(call: ResourceCall, object: KubeObject): KubeObject
  update?(call: ResourceCall, next: KubeObject, previous: KubeObject): KubeObject
  delete?(call: ResourceCall): void
}

/** In the order in which the real server runs them (kubernetes: pkg/kubeapiserver/options/plugins.go). */
export const admissionPlugins: readonly AdmissionPlugin[] = [namespaceLifecycle]

export const admitCreate = (call: ResourceCall, object: KubeObject): KubeObject =>
  admissionPlugins.reduce((admitted, plugin) => plugin.create?.(call, admitted) ?? admitted, object)

export const admitUpdate = (call: ResourceCall, next: KubeObject, previous: KubeObject): KubeObject =>
  admissionPlugins.reduce((admitted, plugin) => plugin.update?.(call, admitted, previous) ?? admitted, next)

export const admitDelete = (call: ResourceCall): void => {
  for (const plugin of admissionPlugins) plugin.delete?.(call)
}
