import { isSidecar, type Container as ContainerSpec } from '../api/index.ts'
import { formatDuration, fraction } from '../base/index.ts'
import { containerEnvironment, ContainerConfigError, expandVariables } from './environment.ts'
import { runHook } from './hooks.ts'
import { imageReferenceProblem, parseImageReference } from './image-reference.ts'
import type { PodManager } from './pod-manager.ts'
import { latestContainer, type PodWorker } from './pod-worker.ts'
import type { ResolvedImage } from './registry.ts'
import type { Container, ContainerConfig } from './container.ts'
import { volumePath } from './volumes.ts'

/** Pulls, creates and starts one container (`startContainer` in kuberuntime_container.go), then comes back to the Pod. */
export const startContainer = (pods: PodManager, worker: PodWorker, spec: ContainerSpec): void =>
  ensureImage(pods, worker, spec, (image) => create(pods, worker, spec, image))

/** Notes why a container does not start, and when it is tried again. */
const hold = (pods: PodManager, worker: PodWorker, spec: ContainerSpec, reason: string, message: string, milliseconds?: number): void => {
  const { clock, seed } = pods.context
  worker.waiting.set(spec.name, { reason, message })
  const delay = milliseconds ?? 10_000 * (1 + 0.5 * fraction(seed, 'hold', worker.uid, spec.name, clock.now))
  worker.held.set(spec.name, Math.round(clock.now + delay))
  pods.wake(worker, 0)
}

const ensureImage = (pods: PodManager, worker: PodWorker, spec: ContainerSpec, then: (image: ResolvedImage) => void): void => {
  const { context } = pods
  const image = spec.image ?? ''
  const warn = (reason: string, message: string): void => pods.record(worker, 'Warning', reason, message, spec.name)
  const refuse = (reason: string, message: string, milliseconds?: number): void => {
    warn('Failed', `Error: ${reason}`)
    hold(pods, worker, spec, reason, message, milliseconds)
  }
  if (!parseImageReference(image)) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${imageReferenceProblem(image)}`
    warn('InspectFailed', message)
    return refuse('InvalidImageName', message)
  }
  const present = context.runtime()?.imageOf(image)
  if (present && spec.imagePullPolicy !== 'Always') {
    pods.record(
      worker,
      'Normal',
      'Pulled',
      `Container image "${image}" already present on machine and can be accessed by the pod`,
      spec.name,
    )
    return then(present)
  }
  if (spec.imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`
    warn('ErrImageNeverPull', message)
    return refuse('ErrImageNeverPull', message)
  }
  const key = `${worker.uid}/${image}`
  if (pods.pulls.untilSinceUpdate(key, context.clock.now) > 0) {
    const previous = worker.waiting.get(spec.name)?.message ?? ''
    const prefix = `Back-off pulling image "${image}"`
    pods.record(worker, 'Normal', 'BackOff', prefix, spec.name)
    return refuse('ImagePullBackOff', previous.startsWith(prefix) ? previous : `${prefix}: ErrImagePull: ${previous}`)
  }
  pull(pods, worker, spec, key, then, refuse)
}

const pull = (
  pods: PodManager,
  worker: PodWorker,
  spec: ContainerSpec,
  key: string,
  then: (image: ResolvedImage) => void,
  refuse: (reason: string, message: string, milliseconds?: number) => void,
): void => {
  const image = spec.image ?? ''
  pods.report(worker)
  pods.record(worker, 'Normal', 'Pulling', `Pulling image "${image}"`, spec.name)
  worker.busy = pods.puller.pull(image, (result, { took, waited }) => {
    delete worker.busy
    if ('error' in result) {
      pods.record(worker, 'Warning', 'Failed', `Failed to pull image "${image}": ${result.error}`, spec.name)
      pods.pulls.next(key, pods.context.clock.now, pods.context.clock.now)
      // What the lifecycle event generator saw meanwhile has the Pod looked at again at once.
      return refuse('ErrImagePull', result.error, 700)
    }
    const [took_, waited_] = [took, waited].map((time) => formatDuration(Math.trunc(time)))
    const size = result.image.version.sizeBytes
    const text = `Successfully pulled image "${image}" in ${took_} (${waited_} including waiting). Image size: ${size} bytes.`
    pods.record(worker, 'Normal', 'Pulled', text, spec.name)
    then(result.image)
  })
}

const create = (pods: PodManager, worker: PodWorker, spec: ContainerSpec, image: ResolvedImage): void => {
  const { context } = pods
  const runtime = context.runtime()
  if (!runtime || !worker.sandbox) return pods.retry(worker)
  const last = latestContainer(pods.containersOf(worker), spec.name)
  let config: ContainerConfig
  try {
    config = containerConfig(pods, worker, spec, image, last ? last.config.attempt + 1 : 0)
  } catch (error) {
    if (!(error instanceof ContainerConfigError)) throw error
    pods.record(worker, 'Warning', 'Failed', `Error: ${error.message}`, spec.name)
    return hold(pods, worker, spec, 'CreateContainerConfigError', error.message)
  }
  const time = 60 + 80 * fraction(context.seed, 'create', worker.uid, spec.name, config.attempt)
  pods.after(worker, time / 2, () => {
    const container = runtime.createContainer(worker.sandbox!, config)
    forgetOld(pods, worker, spec.name)
    pods.record(worker, 'Normal', 'Created', 'Container created', spec.name)
    pods.after(worker, time / 2, () => start(pods, worker, spec, container))
  })
}

const start = (pods: PodManager, worker: PodWorker, spec: ContainerSpec, container: Container): void => {
  const { context } = pods
  const problem = context.runtime()?.startContainer(container)
  if (problem !== undefined) {
    pods.record(worker, 'Warning', 'Failed', `Error: ${problem}`, spec.name)
    return hold(pods, worker, spec, 'RunContainerError', problem, 1000)
  }
  pods.record(worker, 'Normal', 'Started', 'Container started', spec.name)
  worker.waiting.delete(spec.name)
  worker.held.delete(spec.name)
  pods.prober.start(worker, spec, container)
  const hook = spec.lifecycle?.postStart
  if (!hook) return pods.wake(worker, 10)
  worker.busy = () => undefined
  runHook(context, worker, container, hook, (failure) => {
    delete worker.busy
    if (failure !== undefined && container.state === 'running') {
      pods.record(worker, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', spec.name)
      pods.record(worker, 'Normal', 'Killing', 'FailedPostStartHook', spec.name)
      context.runtime()?.stopContainer(container, (worker.pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000)
    }
    pods.wake(worker, 0)
  })
}

/** Only the latest dead container of a name is kept (`maxPerPodContainer`). */
const forgetOld = (pods: PodManager, worker: PodWorker, name: string): void => {
  const same = pods.containersOf(worker).filter(({ config }) => config.name === name)
  for (const container of same.slice(0, -2)) pods.context.runtime()?.removeContainer(container)
}

const containerConfig = (
  pods: PodManager,
  worker: PodWorker,
  spec: ContainerSpec,
  image: ResolvedImage,
  attempt: number,
): ContainerConfig => {
  const { context } = pods
  const { pod } = worker
  if (!context.servicesSynced() && !worker.isStatic)
    throw new ContainerConfigError('services have not yet been read at least once, cannot construct envvars')
  const hostIp = context.machine.network.addresses[0] ?? ''
  const env = containerEnvironment(context, pod, spec, { hostIp, podIp: worker.sandbox?.address ?? hostIp })
  const expand = (text: string): string => expandVariables(text, (name) => env.get(name))
  const user = spec.securityContext?.runAsUser ?? pod.spec?.securityContext?.runAsUser
  const nonRoot = spec.securityContext?.runAsNonRoot ?? pod.spec?.securityContext?.runAsNonRoot
  const imageUser = image.version.config.user
  const { name, namespace, uid } = pod.metadata
  if (nonRoot && (user === 0 || (user === undefined && (imageUser ?? '0') === '0'))) {
    const subject = `(pod: "${name}_${namespace}(${uid})", container: ${spec.name})`
    throw new ContainerConfigError(
      user === 0
        ? `container's runAsUser breaks non-root policy ${subject}`
        : `container has runAsNonRoot and image will run as root ${subject}`,
    )
  }
  return {
    name: spec.name,
    attempt,
    image,
    ...(spec.command && spec.command.length > 0 ? { command: spec.command.map(expand) } : {}),
    ...(spec.args && spec.args.length > 0 ? { args: spec.args.map(expand) } : {}),
    env,
    ...(spec.workingDir ? { workingDir: spec.workingDir } : {}),
    ...(user === undefined ? {} : { user }),
    mounts: mountsOf(pods, worker, spec, expand),
    ...(spec.stdin ? { stdin: true } : {}),
    ...(spec.stdinOnce ? { stdinOnce: true } : {}),
    ...(spec.tty ? { tty: true } : {}),
    terminationMessagePath: spec.terminationMessagePath ?? '/dev/termination-log',
    role: isSidecar(spec) ? 'sidecar' : pod.spec?.initContainers?.some((init) => init.name === spec.name) ? 'init' : 'app',
    hash: '',
  }
}

const mountsOf = (
  pods: PodManager,
  worker: PodWorker,
  spec: ContainerSpec,
  expand: (text: string) => string,
): ContainerConfig['mounts'] => {
  const { files } = pods.context.machine
  return [...(spec.volumeMounts ?? [])]
    .sort((a, b) => a.mountPath.length - b.mountPath.length)
    .flatMap((mount) => {
      const volume = worker.pod.spec?.volumes?.find(({ name }) => name === mount.name)
      const base = volume && volumePath(worker.pod, volume)
      if (base === undefined) return []
      const part = mount.subPath ?? (mount.subPathExpr === undefined ? undefined : expand(mount.subPathExpr))
      const hostPath = part === undefined || part === '' ? base : `${base}/${part}`
      if (!files.exists(hostPath)) files.mkdir(hostPath, { parents: true })
      return [{ path: mount.mountPath.replace(/(.)\/+$/, '$1'), hostPath, readOnly: mount.readOnly === true }]
    })
}
