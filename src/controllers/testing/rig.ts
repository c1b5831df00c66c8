import { kinds, nodes, pods, serviceAccounts } from '../../api/index.ts'
import type { ContainerStatus, Draft, Kind, KubeObject, Node, Pod } from '../../api/index.ts'
import { createApiServer } from '../../apiserver/index.ts'
import { ApiError, createSeed, VirtualClock } from '../../base/index.ts'
import type { Clock, Seed } from '../../base/index.ts'
import { createClient, createInformers, runControllers } from '../../client/index.ts'
import type { Client, Controller } from '../../client/index.ts'
import { MvccStore } from '../../etcd/index.ts'
import { createAuthority, issueCertificate } from '../../pki/index.ts'
import { timestamp } from '../support/index.ts'

type StartScheduler = (options: { readonly clock: Clock; readonly seed: Seed; readonly connect: () => Client }) => void

export interface Rig {
  readonly clock: VirtualClock
  readonly client: Client
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): readonly T[]
  /** Runs for so many virtual milliseconds. */
  run(milliseconds: number): Promise<void>
  addNode(name: string, labels?: Readonly<Record<string, string>>): Node
  /** Nodes whose kubelet is silent. */
  readonly down: Set<string>
}

export const readyNode = (name: string, now: number, labels: Readonly<Record<string, string>> = {}): Draft<Node> => ({
  metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
  spec: {},
  status: {
    allocatable: { cpu: '4', memory: '8029520Ki', 'ephemeral-storage': '37399969321', pods: '110' },
    capacity: { cpu: '4', memory: '8131920Ki', 'ephemeral-storage': '40581564Ki', pods: '110' },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastHeartbeatTime: timestamp(now),
        lastTransitionTime: timestamp(now),
      },
    ],
  },
})

const statusOf = (pod: Pod, ready: boolean, now: number, address: string): Pod['status'] => {
  const at = timestamp(now)
  const condition = (type: string, status: boolean) => ({ type, status: status ? 'True' : 'False', lastTransitionTime: at })
  const state: ContainerStatus['state'] = ready ? { running: { startedAt: at } } : { waiting: { reason: 'ImagePullBackOff' } }
  return {
    ...pod.status,
    phase: ready ? 'Running' : 'Pending',
    podIP: address,
    startTime: at,
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', ready),
      condition('Ready', ready),
    ],
    containerStatuses: (pod.spec?.containers ?? []).map(({ name, image = '' }) => ({
      name,
      image,
      imageID: '',
      ready,
      restartCount: 0,
      state,
    })),
  }
}

/** A kubelet for all nodes that are up: Pods become ready after a while unless their image is `nosuch`, and end when deleted. */
const startKubelet = (client: Client, clock: Clock, down: ReadonlySet<string>): void => {
  const informers = createInformers({ client, clock, seed: createSeed(3), name: 'kubelet' })
  const begun = new Set<string>()
  let addresses = 1
  const act = (key: KubeObject['metadata'], change: (pod: Pod) => void): void => {
    const pod = informers.cache<Pod>(pods).get(key)
    if (!pod || pod.metadata.uid !== key.uid) return
    if (down.has(pod.spec?.nodeName ?? '')) clock.after(500, () => act(key, change))
    else
      try {
        change(pod)
      } catch (error) {
        // Gone in the meantime.
        if (!(error instanceof ApiError) || (error.code !== 404 && error.code !== 409)) throw error
      }
  }
  informers.informer(pods).onChange((object) => {
    const pod = object as Pod
    const { metadata } = pod
    if (!pod.spec?.nodeName) return
    if (metadata.deletionTimestamp !== undefined) {
      clock.after(200, () =>
        act(metadata, () => client.delete(pods, metadata, { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } })),
      )
    } else if (!begun.has(metadata.uid)) {
      begun.add(metadata.uid)
      const ready = !pod.spec.containers.some(({ image }) => image?.includes('nosuch'))
      clock.after(1000, () =>
        act(metadata, (current) => {
          const status = statusOf(current, ready, clock.now, `10.244.0.${addresses++}`)
          client.patch(pods, metadata, { type: 'merge', body: { status } }, 'status')
        }),
      )
    }
  })
}

/** Binds every new Pod to the next node that is up. */
const startBinder = (client: Client, clock: Clock, down: ReadonlySet<string>): void => {
  const informers = createInformers({ client, clock, seed: createSeed(4), name: 'binder' })
  let turn = 0
  informers.informer(nodes)
  informers.informer(pods).onChange((object, { deleted }) => {
    const pod = object as Pod
    const up = informers
      .cache(nodes)
      .list()
      .filter((node) => !down.has(node.metadata.name))
    if (deleted || pod.spec?.nodeName || pod.metadata.deletionTimestamp !== undefined || up.length === 0) return
    const target = { kind: 'Node', name: up[turn++ % up.length]!.metadata.name }
    try {
      client.post(pods, pod.metadata, 'binding', {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name: pod.metadata.name, uid: pod.metadata.uid },
        target,
      })
    } catch (error) {
      // Bound already, or gone.
      if (!(error instanceof Error)) throw error
    }
  })
}

const settled = (): Promise<void> => new Promise((resolve) => void Promise.resolve().then(resolve))

const epoch = Date.parse('2026-11-20T20:00:00Z')
const validity = { notBefore: epoch - 86_400_000, notAfter: epoch + 10 * 365 * 86_400_000, seed: createSeed(1) }
const authority = createAuthority({ ...validity, commonName: 'kubernetes' })
const { certificate } = issueCertificate({
  ...validity,
  commonName: 'kubernetes-admin',
  organizations: ['kubeadm:cluster-admins'],
  ca: authority,
})

/** A control plane without machines: store, API server and the controllers under test, with toy kubelets and a toy scheduler. */
export const startRig = (controllers: readonly Controller[], seedNumber = 7, startScheduler?: StartScheduler): Rig => {
  const clock = new VirtualClock(epoch, settled)
  const seed = createSeed(seedNumber)
  const store = new MvccStore(clock)
  const server = createApiServer({ clock, seed, store: () => store, kinds, version: 'v1.35.6', clientCa: authority.certificate })
  const connect = (): Client =>
    createClient({ request: (request) => server.handle(request, { address: '10.0.0.10', port: 40_000, certificate }) })
  const client = connect()
  // Without it no Pod is admitted.
  client.create(serviceAccounts, { metadata: { name: 'default', namespace: 'default' } })
  const down = new Set<string>()
  startKubelet(client, clock, down)
  if (startScheduler) startScheduler({ clock, seed, connect })
  else startBinder(client, clock, down)
  runControllers({ controllers, clock, seed, connect, component: 'kube-controller-manager' })
  return {
    clock,
    client,
    down,
    list: (kind, namespace) => client.list(kind, namespace === undefined ? {} : { namespace }).items,
    run: (milliseconds) => clock.advanceTo(clock.now + milliseconds),
    addNode: (name, labels) => client.create(nodes, readyNode(name, clock.now, labels)),
  }
}
