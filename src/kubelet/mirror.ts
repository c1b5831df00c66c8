import type { Pod } from '../api/index.ts'

export const mirrorAnnotation = 'kubernetes.io/config.mirror'

/** A Pod that only shows a static Pod: the kubelet does not run it. */
export const isMirror = (pod: Pod): boolean => pod.metadata.annotations?.[mirrorAnnotation] !== undefined

export const isMirrorPod = (candidate: Pod, staticPod: Pod): boolean =>
  candidate.metadata.annotations?.[mirrorAnnotation] === staticPod.metadata.annotations?.['kubernetes.io/config.hash']
