import {
  isSidecar,
  podQosClass,
  type Container as ContainerSpec,
  type ContainerState,
  type ContainerStatus,
  type Pod,
  type PodCondition,
  type PodStatus,
} from '../api/index.ts'
import { formatImageReference, parseImageReference } from './image-reference.ts'
import { latestContainer, type PodWorker } from './pod-worker.ts'

import type { Container } from './container.ts'

/** Times as API objects have them: whole seconds. */
export const formatTime = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`

const terminatedState = (container: Container): ContainerState => ({
  terminated: {
    containerID: `containerd://${container.id}`,
    exitCode: container.exitCode,
    finishedAt: formatTime(container.finishedAt),
    ...(container.message === '' ? {} : { message: container.message }),
    reason: container.reason,
    startedAt: formatTime(container.startedAt),
  },
})

const stateOf = (container: Container): ContainerState =>
  container.state === 'exited'
    ? terminatedState(container)
    : container.state === 'running'
      ? { running: { startedAt: formatTime(container.startedAt) } }
      : { waiting: { reason: 'ContainerCreating' } }

/** The static part of a container's status: what follows from its spec. */
const specPart = (spec: ContainerSpec, container: Container | undefined): Partial<ContainerStatus> => {
  const { requests, limits } = spec.resources ?? {}
  const has = (map: Readonly<Record<string, string>> | undefined): boolean => map !== undefined && Object.keys(map).length > 0
  const user = Number(container?.main?.user.uid ?? 0)
  const group = Number(container?.main?.user.gid ?? 0)
  return {
    ...(container && has(requests) ? { allocatedResources: requests! } : {}),
    ...(container && (has(requests) || has(limits))
      ? { resources: { ...(has(limits) ? { limits: limits! } : {}), ...(has(requests) ? { requests: requests! } : {}) } }
      : {}),
    ...(container?.main ? { user: { linux: { gid: group, supplementalGroups: [group], uid: user } } } : {}),
    ...(spec.volumeMounts && spec.volumeMounts.length > 0
      ? {
          volumeMounts: spec.volumeMounts.map(({ mountPath, name, readOnly }) => ({
            mountPath,
            name,
            ...(readOnly ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
          })),
        }
      : {}),
  }
}

const containerStatus = (
  worker: PodWorker,
  containers: readonly Container[],
  spec: ContainerSpec,
  waitingReason: string,
  role: 'init' | 'app' | 'sidecar',
): ContainerStatus => {
  const container = latestContainer(containers, spec.name)
  const waiting = worker.waiting.get(spec.name)
  const reference = parseImageReference(spec.image ?? '')
  if (!container) {
    const state =
      worker.verdict?.rejected && worker.finished
        ? { waiting: { reason: waitingReason } }
        : { waiting: waiting ?? { reason: waitingReason } }
    return {
      image: spec.image ?? '',
      imageID: '',
      lastState: {},
      name: spec.name,
      ready: false,
      restartCount: 0,
      started: false,
      state,
      ...specPart(spec, undefined),
    }
  }
  const previous = containers.findLast(({ config }) => config.name === spec.name && config.attempt < container.config.attempt)
  const { image } = container.config
  const probes = worker.probes.get(spec.name)
  const running = container.state === 'running'
  const started = running && (probes?.containerId === container.id ? probes.started : true)
  const completed = container.state === 'exited' && container.exitCode === 0
  const showWaiting = waiting !== undefined && !running && !worker.terminating
  return {
    containerID: `containerd://${container.id}`,
    image: reference ? formatImageReference(reference) : (spec.image ?? ''),
    imageID: `${image.repository}@${image.digest}`,
    lastState: showWaiting && container.state === 'exited' ? terminatedState(container) : previous ? terminatedState(previous) : {},
    name: spec.name,
    ready: role === 'init' ? completed : running && started && (probes?.containerId === container.id ? probes.ready : true),
    restartCount: container.config.attempt,
    started,
    state: showWaiting ? { waiting } : stateOf(container),
    ...specPart(spec, container),
  }
}

/** True if a Pod of this restart policy never runs this container again. */
export const isDone = (pod: Pod, spec: ContainerSpec, container: Container | undefined): boolean => {
  if (container?.state !== 'exited') return false
  const policy = spec.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always'
  return policy === 'Never' || (policy === 'OnFailure' && container.exitCode === 0)
}

/** All init containers have done their part: ended well, or, being sidecars, started. */
export const isInitialized = (worker: PodWorker, containers: readonly Container[]): boolean =>
  (worker.pod.spec?.initContainers ?? []).every((spec) => {
    const container = latestContainer(containers, spec.name)
    if (isSidecar(spec)) return container !== undefined && container.state !== 'created' && (worker.probes.get(spec.name)?.started ?? true)
    return container?.state === 'exited' && container.exitCode === 0
  })

/** `getPhase` in pkg/kubelet/kubelet_pods.go. */
const phaseOf = (worker: PodWorker, containers: readonly Container[], initialized: boolean): string => {
  const { pod, verdict } = worker
  if (verdict) return 'Failed'
  const policy = pod.spec?.restartPolicy ?? 'Always'
  const initFailed = (pod.spec?.initContainers ?? []).some((spec) => {
    const container = latestContainer(containers, spec.name)
    return !isSidecar(spec) && policy === 'Never' && container?.state === 'exited' && container.exitCode !== 0
  })
  if (initFailed) return 'Failed'
  const latest = (pod.spec?.containers ?? []).map(({ name }) => latestContainer(containers, name))
  if (!initialized && latest.every((container) => !container)) return 'Pending'
  if (latest.some((container) => !container || container.state === 'created'))
    return latest.some((container) => container?.state === 'running') ? 'Running' : 'Pending'
  if (latest.some((container) => container!.state === 'running')) return 'Running'
  const succeeded = latest.every((container) => container!.exitCode === 0)
  if (worker.terminating) return succeeded ? 'Succeeded' : 'Failed'
  if (policy === 'Always') return 'Running'
  if (succeeded) return 'Succeeded'
  return policy === 'Never' ? 'Failed' : 'Running'
}

interface Finding {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason?: string
  readonly message?: string
}

const readiness = (
  pod: Pod,
  phase: string,
  statuses: readonly ContainerStatus[],
  sidecars: readonly ContainerStatus[],
): readonly [Finding, Finding] => {
  const pair = (status: 'True' | 'False', why: { reason?: string; message?: string }): readonly [Finding, Finding] => [
    { type: 'Ready', status, ...why },
    { type: 'ContainersReady', status, ...why },
  ]
  if (phase === 'Succeeded') return pair('False', { reason: 'PodCompleted' })
  if (phase === 'Failed') return pair('False', { reason: 'PodFailed' })
  const unready = [...sidecars, ...statuses].filter(({ ready }) => !ready).map(({ name }) => name)
  if (unready.length > 0)
    return pair('False', { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` })
  const gates = (pod.spec?.readinessGates ?? []).filter(
    ({ conditionType }) => pod.status?.conditions?.find(({ type }) => type === conditionType)?.status !== 'True',
  )
  if (gates.length === 0) return pair('True', {})
  const message = gates
    .map(({ conditionType }) => {
      const known = pod.status?.conditions?.some(({ type }) => type === conditionType)
      return known
        ? `the status of pod readiness gate "${conditionType}" is not "True", but False`
        : `corresponding condition of pod readiness gate "${conditionType}" does not exist.`
    })
    .join(', ')
  return [
    { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message },
    { type: 'ContainersReady', status: 'True' },
  ]
}

const initialization = (worker: PodWorker, phase: string, containers: readonly Container[], initialized: boolean): Finding => {
  if (phase === 'Succeeded') return { type: 'Initialized', status: 'True', reason: 'PodCompleted' }
  if (initialized) return { type: 'Initialized', status: 'True' }
  const incomplete = (worker.pod.spec?.initContainers ?? []).filter((spec) => {
    const container = latestContainer(containers, spec.name)
    return isSidecar(spec) ? container?.state !== 'running' : !(container?.state === 'exited' && container.exitCode === 0)
  })
  const message = `containers with incomplete status: [${incomplete.map(({ name }) => name).join(' ')}]`
  return { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized', message }
}

/** The status that a kubelet would report now (`generateAPIPodStatus`). */
export const computePodStatus = (
  worker: PodWorker,
  containers: readonly Container[],
  host: { readonly ip: string; readonly now: number; readonly deleted: boolean },
): PodStatus => {
  const { pod, sandbox, verdict } = worker
  const spec = pod.spec!
  const inits = spec.initContainers ?? []
  const initialized = isInitialized(worker, containers)
  const reason = inits.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const generation = pod.metadata.generation
  const observed = generation === undefined ? {} : { observedGeneration: generation }
  if (verdict?.rejected) {
    const rejection = { message: `Pod was rejected: ${verdict.message}`, reason: verdict.reason }
    return {
      ...pod.status,
      ...observed,
      ...rejection,
      phase: 'Failed',
      qosClass: podQosClass(spec),
      startTime: formatTime(worker.startTime),
    }
  }
  const statuses = spec.containers.map((container) => containerStatus(worker, containers, container, reason, 'app'))
  const initStatuses = inits.map((container, index) =>
    containerStatus(
      worker,
      containers,
      container,
      index === 0 ? 'PodInitializing' : 'PodInitializing',
      isSidecar(container) ? 'sidecar' : 'init',
    ),
  )
  const phase = phaseOf(worker, containers, initialized)
  const sidecars = initStatuses.filter((_, index) => isSidecar(inits[index]!))
  const [ready, containersReady] = readiness(pod, phase, statuses, sidecars)
  const sandboxUp = sandbox?.ready === true
  const findings: readonly Finding[] = [
    { type: 'PodReadyToStartContainers', status: sandboxUp ? 'True' : 'False' },
    initialization(worker, phase, containers, initialized),
    ready,
    containersReady,
  ]
  const podIp = sandbox ? (sandbox.address ?? host.ip) : undefined
  const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    conditions: mergeConditions(pod, findings, host.now),
    containerStatuses: byName(statuses),
    hostIP: host.ip,
    hostIPs: [{ ip: host.ip }],
    ...(initStatuses.length > 0 ? { initContainerStatuses: initStatuses } : {}),
    ...observed,
    phase,
    ...(podIp === undefined ? {} : { podIP: podIp, podIPs: [{ ip: podIp }] }),
    qosClass: podQosClass(spec),
    startTime: formatTime(worker.startTime),
    ...(verdict ? { reason: verdict.reason, message: verdict.message } : {}),
    ...(pod.status?.nominatedNodeName === undefined ? {} : { nominatedNodeName: pod.status.nominatedNodeName }),
    ...(pod.status?.resourceClaimStatuses === undefined ? {} : { resourceClaimStatuses: pod.status.resourceClaimStatuses }),
  }
}

/** The kubelet's own conditions, then those of others as they are; a time of transition changes with the status only. */
const mergeConditions = (pod: Pod, findings: readonly Finding[], now: number): readonly PodCondition[] => {
  const old = new Map((pod.status?.conditions ?? []).map((condition) => [condition.type, condition]))
  const generation = pod.metadata.generation
  const write = ({ type, status, reason, message }: Finding): PodCondition => {
    const before = old.get(type)
    return {
      // The field has no omitempty: it is there as null.
      ...({ lastProbeTime: null } as object),
      lastTransitionTime: before?.status === status && before.lastTransitionTime ? before.lastTransitionTime : formatTime(now),
      ...(message === undefined ? {} : { message }),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      ...(reason === undefined ? {} : { reason }),
      status,
      type,
    }
  }
  const own = findings.map(write)
  const ownTypes = new Set(findings.map(({ type }) => type))
  const scheduled = old.get('PodScheduled')
  const rest = [...old.values()].filter(({ type }) => type !== 'PodScheduled' && !ownTypes.has(type))
  return [...own, scheduled?.status === 'True' ? scheduled : write({ type: 'PodScheduled', status: 'True' }), ...rest]
}
