import { nodes, pods as podKind, services, type KubeObject, type Kind, type Pod } from '../api/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import { createInformers, createRecorder, ReconnectingClient, type Client } from '../client/index.ts'
import type { Computer, HttpRequest, HttpResponse } from '../machine/index.ts'
import type { KubeletConfiguration } from './configuration.ts'
import type { EventSubject, KubeletContext } from './kubelet-context.ts'
import { handleKubeletRequest } from './server.ts'
import { isMirror } from './mirror.ts'
import { keepNode } from './node.ts'
import { PodManager } from './pod-manager.ts'
import type { ContainerRuntime } from './runtime.ts'
import { keepStaticPods } from './static-pods.ts'

export interface KubeletOptions {
  readonly machine: Computer
  readonly clock: Clock
  readonly seed: Seed
  readonly nodeName: string
  readonly nodeIp: string
  readonly nodeLabels: Readonly<Record<string, string>>
  /** `v1.35.6` */
  readonly version: string
  readonly config: KubeletConfiguration
  /** Makes a connection to the API server; throws SystemError while there is no way. Absent: a kubelet on its own. */
  readonly connect: () => Client
  readonly runtime: () => ContainerRuntime | undefined
  readonly log: (severity: 'I' | 'W' | 'E', text: string) => void
}

export interface Kubelet {
  /** Answers on port 10250. */
  handle(request: HttpRequest): HttpResponse
  /** Ends the kubelet; the containers go on. */
  stop(): void
}

/** Runs a node's kubelet. Whatever it has to know again after a restart lies in the API, on disk, or with the container runtime. */
export const startKubelet = (options: KubeletOptions): Kubelet => {
  const { clock, seed, nodeName } = options
  const client = new ReconnectingClient(options.connect)
  const recorder = createRecorder({ client, clock, component: 'kubelet', host: nodeName })
  const filter = (kind: Kind): { readonly fieldSelector: string } | undefined =>
    kind.plural === 'pods'
      ? { fieldSelector: `spec.nodeName=${nodeName}` }
      : kind.plural === 'nodes'
        ? { fieldSelector: `metadata.name=${nodeName}` }
        : undefined
  const informers = createInformers({ client, clock, seed, name: `kubelet-${nodeName}`, filter })
  const serviceInformer = informers.informer(services as object as Kind)
  const context: KubeletContext = {
    clock,
    seed,
    nodeName,
    version: options.version,
    machine: options.machine,
    config: options.config,
    client: () => client,
    runtime: options.runtime,
    node: () => informers.cache(nodes).get({ name: nodeName }),
    services: () => informers.cache(services).list(),
    servicesSynced: () => serviceInformer.synced,
    record: (about: EventSubject, type, reason, message) => {
      const { fieldPath, ...object } = about
      recorder.record(object as KubeObject, type, reason, message, fieldPath)
    },
    log: options.log,
  }
  const manager = new PodManager(context)
  const staticPods = keepStaticPods(manager, options.config.staticPodPath)
  const node = keepNode(context, options)
  informers.informer(nodes as object as Kind).onChange((object) => {
    const { podCIDR } = (object as KubeObject & { readonly spec?: { readonly podCIDR?: string } }).spec ?? {}
    const runtime = options.runtime()
    if (podCIDR === undefined || !runtime || runtime.podCidr === podCIDR) return
    runtime.usePodCidr(podCIDR)
    node.refresh()
  })
  informers.informer(podKind as object as Kind).onChange((object, { deleted }) => {
    const pod = object as Pod
    if (isMirror(pod)) {
      if (deleted || pod.metadata.deletionTimestamp !== undefined)
        staticPods.mirrorChanged(pod.metadata.name, pod.metadata.namespace ?? 'default')
      return
    }
    if (deleted) manager.remove(pod.metadata.uid, Math.max(1, pod.metadata.deletionGracePeriodSeconds ?? 1))
    else manager.update(pod, false)
  })
  let stopListening = listenToRuntime(context, manager)
  return {
    handle: (request) => handleKubeletRequest(manager, request),
    stop: () => {
      stopListening()
      stopListening = () => undefined
      node.stop()
      staticPods.stop()
      manager.stop()
      informers.stop()
      recorder.stop()
    },
  }
}

/** Follows the exits of containers; where containerd was not there at the start, it is looked for until it is. */
const listenToRuntime = (context: KubeletContext, manager: PodManager): (() => void) => {
  let stop: () => void = () => undefined
  const attach = (): void => {
    const runtime = context.runtime()
    if (runtime) stop = runtime.onExit((container) => manager.containerEnded(container))
    else stop = context.clock.after(2000, attach)
  }
  attach()
  return () => stop()
}
