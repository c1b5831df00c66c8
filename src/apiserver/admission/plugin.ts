import type { KubeObject } from '../../api/index.ts'
import type { ResourceCall } from '../context.ts'

/** One admission plugin; what it returns goes on to the next, what it throws ends the request. */
export interface AdmissionPlugin {
  readonly name: string
  create?(call: ResourceCall, object: KubeObject): KubeObject
  update?(call: ResourceCall, next: KubeObject, previous: KubeObject): KubeObject
  delete?(call: ResourceCall): void
}
