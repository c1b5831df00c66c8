import type { HttpResponse } from '../../machine/index.ts'
import type { ResourceCall } from '../context.ts'
import { binding } from './binding.ts'
import { ephemeralContainers } from './ephemeral-containers.ts'
import { eviction } from './eviction.ts'
import { finalize } from './finalize.ts'
import { forwardToKubelet, log } from './kubelet.ts'
import { resize } from './resize.ts'
import { scale } from './scale.ts'
import { token } from './token.ts'

/** Answers requests to one subresource, by its name in the path. */
export const subresources: Readonly<Record<string, (call: ResourceCall) => HttpResponse>> = {
  attach: forwardToKubelet,
  binding,
  ephemeralcontainers: ephemeralContainers,
  eviction,
  exec: forwardToKubelet,
  finalize,
  log,
  portforward: forwardToKubelet,
  resize,
  scale,
  token,
}
