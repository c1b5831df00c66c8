import { decode, pods as podKind, type JsonObject, type Pod } from '../api/index.ts'
import { ApiError, parseYaml, SystemError, uuid, type Cancel } from '../base/index.ts'
import { isMirrorPod, mirrorAnnotation } from './mirror.ts'
import type { PodManager } from './pod-manager.ts'
import { formatTime } from './pod-status.ts'

/** How long after a change in the directory the kubelet reads it, and how often it does so anyway (`fileCheckFrequency` is for that, by inotify here). */
const readDelay = 300

export interface StaticPods {
  readonly stop: Cancel
  /** What the API server says of a mirror Pod: makes one that is missing, takes away one that is outdated. */
  readonly mirrorChanged: (name: string, namespace: string) => void
  readonly refresh: () => void
}

/** Runs the Pods whose manifests lie in a directory, and shows them to the API server as mirror Pods. */
export const keepStaticPods = (pods: PodManager, directory: string): StaticPods => {
  const { context } = pods
  const { clock, machine } = context
  const running = new Map<string, { readonly uid: string }>()
  let pending: Cancel | undefined
  let retry: Cancel = () => undefined
  const read = (): void => {
    pending = undefined
    const found = new Map<string, Pod>()
    for (const { path, text } of manifests(context.machine, directory)) {
      const pod = decodeManifest(pods, path, text)
      if (pod) found.set(pod.metadata.uid, pod)
    }
    for (const [path, { uid }] of running) {
      if (found.has(uid)) continue
      const worker = pods.workers.get(uid)
      running.delete(path)
      pods.remove(uid)
      if (worker) deleteMirror(pods, worker.pod)
    }
    for (const pod of found.values()) {
      const { uid, name, namespace } = pod.metadata
      if (pods.workers.has(uid)) continue
      // The Pod of an older manifest ends first (`allowPodStart` in pod_workers.go).
      const older = [...pods.workers.values()].some(
        (worker) => worker.isStatic && worker.pod.metadata.name === name && worker.pod.metadata.namespace === namespace,
      )
      if (older) {
        pending ??= clock.after(readDelay, read)
        continue
      }
      running.set(uid, { uid })
      pods.update(pod, true)
    }
    ensureMirrors()
  }
  const ensureMirrors = (): void => {
    retry()
    let failed = false
    for (const { uid } of running.values()) {
      const worker = pods.workers.get(uid)
      if (worker && !ensureMirror(pods, worker.pod)) failed = true
      else if (worker) pods.send(worker)
    }
    if (failed) retry = clock.after(5000, ensureMirrors)
  }
  const changed = (): void => {
    pending ??= clock.after(readDelay, read)
  }
  const unwatch = directory === '' ? (): void => undefined : machine.files.watch(directory, changed)
  pending = clock.after(20, read)
  return {
    stop: () => {
      pending?.()
      retry()
      unwatch()
    },
    mirrorChanged: (name, namespace) => {
      const worker = [...running.values()]
        .map(({ uid }) => pods.workers.get(uid))
        .find((one) => one?.pod.metadata.name === name && one.pod.metadata.namespace === namespace)
      if (!worker) return
      clock.after(100, () => {
        if (ensureMirror(pods, worker.pod)) pods.send(worker)
        else retry = clock.after(5000, ensureMirrors)
      })
    },
    refresh: ensureMirrors,
  }
}

const manifests = (
  { files }: PodManager['context']['machine'],
  directory: string,
): readonly { readonly path: string; readonly text: string }[] => {
  if (directory === '' || !files.exists(directory)) return []
  return files.list(directory).flatMap((name) => {
    const path = `${directory}/${name}`
    // Names that begin with a dot are passed over, as in `pkg/kubelet/config/file.go`.
    if (name.startsWith('.') || files.stat(path).type !== 'file') return []
    return [{ path, text: files.readText(path) }]
  })
}

const decodeManifest = ({ context }: PodManager, path: string, text: string): Pod | undefined => {
  const { nodeName, seed, clock } = context
  const fail = (reason: string): undefined => {
    context.log(
      'E',
      `file.go:187] "Could not process manifest file" err="${path}: couldn't parse as pod(${reason}), please check config file" path="${path}"`,
    )
    return undefined
  }
  let json: JsonObject
  try {
    json = parseYaml(text) as JsonObject
    if (typeof json !== 'object' || json === null) return fail(`Object 'Kind' is missing in 'null'`)
    if (json.kind === undefined) return fail(`Object 'Kind' is missing in '${JSON.stringify(json)}'`)
    if (json.kind !== 'Pod') return fail(`no kind "${String(json.kind)}" is registered for version "${String(json.apiVersion)}"`)
    const metadata = (json.metadata ?? {}) as JsonObject
    const spec = (json.spec ?? {}) as JsonObject
    const hash = uuid(seed, 'manifest', nodeName, path, text).replaceAll('-', '')
    const tolerations = Array.isArray(spec.tolerations) ? spec.tolerations : []
    const pod = decode(podKind, {
      ...json,
      metadata: {
        ...metadata,
        name: `${String(metadata.name)}-${nodeName}`,
        namespace: metadata.namespace ?? 'default',
        uid: hash,
        creationTimestamp: formatTime(clock.now),
        resourceVersion: '',
        annotations: {
          ...(metadata.annotations as JsonObject | undefined),
          'kubernetes.io/config.hash': hash,
          'kubernetes.io/config.seen': `${new Date(Math.floor(clock.now)).toISOString().slice(0, -1)}000000Z`,
          'kubernetes.io/config.source': 'file',
        },
      },
      spec: { ...spec, nodeName, tolerations: [...tolerations, { effect: 'NoExecute', operator: 'Exists' }] },
      status: { phase: 'Pending' },
    }).object
    const whole = podKind.withDefaults(pod)
    const problems = podKind.validate(whole)
    return problems.length > 0 ? fail(problems.map(({ field, message }) => `${field}: ${message}`).join(', ')) : whole
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

/** True once the API server has the mirror of this very manifest. */
const ensureMirror = (pods: PodManager, pod: Pod): boolean => {
  const { context } = pods
  const { name, namespace } = pod.metadata
  const key = { name, namespace: namespace! }
  try {
    const client = context.client()
    const existing = find(() => client.get(podKind, key))
    if (existing && isMirrorPod(existing, pod) && existing.metadata.deletionTimestamp === undefined) return true
    if (existing) client.delete(podKind, key, { gracePeriodSeconds: 0, preconditions: { uid: existing.metadata.uid } })
    const { annotations = {}, labels } = pod.metadata
    const node = context.node()
    if (!node) return false
    client.create(podKind, {
      metadata: {
        ...key,
        ...(labels ? { labels } : {}),
        annotations: { ...annotations, [mirrorAnnotation]: annotations['kubernetes.io/config.hash']! },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid, controller: true }],
      },
      ...(pod.spec ? { spec: pod.spec } : {}),
    })
    return true
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
    context.log('E', `kubelet.go: "Failed creating a mirror pod" err="${error.message}" pod="${namespace}/${name}"`)
    return false
  }
}

const find = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined
    throw error
  }
}

const deleteMirror = ({ context }: PodManager, pod: Pod): void => {
  const { name, namespace } = pod.metadata
  try {
    context.client().delete(podKind, { name, namespace: namespace! }, { gracePeriodSeconds: 0 })
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
  }
}
