import { jsonEqual } from '../equal.ts'
import type { Container, Pod, PodSpec, Toleration } from '../generated/types.ts'
import { forbidden, invalid, none, required, type FieldErrors } from './errors.ts'
import { podSpecDiff } from './pod-spec-diff.ts'

const onlyThese =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

const withImages = (next: readonly Container[] | undefined, previous: readonly Container[] | undefined): readonly Container[] | undefined =>
  next?.map((container, index) => {
    const image = previous?.[index]?.image
    return image === undefined || image === container.image ? container : { ...container, image }
  })

const sameToleration = (a: Toleration, b: Toleration): boolean =>
  jsonEqual({ ...a, tolerationSeconds: undefined }, { ...b, tolerationSeconds: undefined })

const tolerationChanges = (next: PodSpec, previous: PodSpec): FieldErrors => {
  const kept = (previous.tolerations ?? []).every((toleration) => next.tolerations?.some((other) => sameToleration(toleration, other)))
  return kept ? none : [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
}

const deadlineChanges = (next: PodSpec, previous: PodSpec): FieldErrors => {
  const [after, before] = [next.activeDeadlineSeconds, previous.activeDeadlineSeconds]
  if (before === undefined || after === before) return none
  if (after === undefined) return [invalid('spec.activeDeadlineSeconds', null, 'must not update from a positive integer to nil value')]
  return after > before ? [invalid('spec.activeDeadlineSeconds', after, 'must be less than or equal to previous value')] : none
}

/** What an update changes that it may not (`ValidatePodUpdate` of pkg/apis/core/validation). */
export const podChanges = (nextPod: Pod, previousPod: Pod): FieldErrors => {
  const [next, previous] = [nextPod.spec!, previousPod.spec!]
  for (const list of ['containers', 'initContainers'] as const) {
    if ((next[list] ?? []).length !== (previous[list] ?? []).length)
      return [forbidden(`spec.${list}`, 'pod updates may not add or remove containers')]
  }
  const images = (['containers', 'initContainers'] as const).flatMap((list) =>
    (next[list] ?? []).flatMap((container, index) => (container.image ? none : [required(`spec.${list}[${index}].image`)])),
  )
  const errors = [...images, ...deadlineChanges(next, previous), ...tolerationChanges(next, previous)]
  if (errors.length > images.length) return errors
  const gated = (previous.schedulingGates ?? []).length > 0
  const munged: PodSpec = {
    ...next,
    containers: withImages(next.containers, previous.containers)!,
    initContainers: withImages(next.initContainers, previous.initContainers),
    activeDeadlineSeconds: previous.activeDeadlineSeconds,
    tolerations: previous.tolerations,
    ...(gated && { nodeSelector: previous.nodeSelector, affinity: previous.affinity, schedulingGates: previous.schedulingGates }),
    ...((previous.terminationGracePeriodSeconds ?? 0) < 0 &&
      next.terminationGracePeriodSeconds === 1 && { terminationGracePeriodSeconds: previous.terminationGracePeriodSeconds }),
  }
  return jsonEqual(munged, previous) ? errors : [...errors, forbidden('spec', `${onlyThese}\n${podSpecDiff(previous, munged)}`)]
}
