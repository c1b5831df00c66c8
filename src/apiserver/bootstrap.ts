import { jsonEqual, type Kind, type KubeObject, type ObjectMeta } from '../api/index.ts'
import { ApiError, SystemError, type Cancel } from '../base/index.ts'
import { EtcdError, type Store } from '../etcd/index.ts'
import type { ResourceCall, Server } from './context.ts'
import { createObject } from './create.ts'

import { apiVersionOf } from './registry.ts'
import { serviceNetwork } from './service-network.ts'
import { find } from './storage.ts'
import { updateObject } from './update.ts'

// pkg/controlplane/controller: the system namespaces and the Service `kubernetes` are looked after every so often.
const interval = 10_000
const retry = 1000
const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease']

/** Puts what every cluster has into the store as soon as it is reached, and sees to it that it stays. */
export const startBootstrap = (server: Server): Cancel => {
  let cancel: Cancel = () => undefined
  const run = (): void => {
    cancel = server.clock.after(attempt(server) ? interval : retry, run)
  }
  run()
  return () => cancel()
}

const attempt = (server: Server): boolean => {
  try {
    const store = server.store()
    server.watches.follow(store)
    for (const object of initialObjects(server)) ensure(server, store, object)
    return true
  } catch (error) {
    if (error instanceof EtcdError || error instanceof SystemError || error instanceof ApiError) return false
    throw error
  }
}

interface Initial {
  readonly group: string
  readonly plural: string
  readonly metadata: ObjectMeta
  readonly content?: Readonly<Record<string, unknown>>
  /** Kept as it is here if somebody changes it. */
  readonly kept?: boolean
}

const initialObjects = (server: Server): readonly Initial[] => [
  ...systemNamespaces.map((name) => ({ group: '', plural: 'namespaces', metadata: { name } })),
  ...[
    ['system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'] as const,
    [
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ] as const,
  ].map(([name, value, description]) => ({
    group: 'scheduling.k8s.io',
    plural: 'priorityclasses',
    metadata: { name },
    content: { value, description },
  })),
  ...kubernetesService(server),
]

const meta = { name: 'kubernetes', namespace: 'default' }

const kubernetesService = (server: Server): readonly Initial[] => {
  const { advertiseAddress = '10.0.0.10', port = 6443 } = server
  const ports = [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }]
  const reached = [{ name: 'https', port, protocol: 'TCP' }]
  return [
    {
      group: '',
      plural: 'services',
      metadata: { ...meta, labels: { component: 'apiserver', provider: 'kubernetes' } },
      content: {
        spec: {
          type: 'ClusterIP',
          clusterIP: serviceNetwork(server).address(1),
          sessionAffinity: 'None',
          ipFamilyPolicy: 'SingleStack',
          ipFamilies: ['IPv4'],
          ports,
        },
      },
    },
    {
      group: '',
      plural: 'endpoints',
      metadata: { ...meta, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      content: { subsets: [{ addresses: [{ ip: advertiseAddress }], ports: reached }] },
      kept: true,
    },
    {
      group: 'discovery.k8s.io',
      plural: 'endpointslices',
      metadata: { ...meta, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      content: { addressType: 'IPv4', endpoints: [{ addresses: [advertiseAddress], conditions: { ready: true } }], ports: reached },
      kept: true,
    },
  ]
}

const ensure = (server: Server, store: Store, initial: Initial): void => {
  const kind = server.registry.findAny(initial.group, initial.plural)
  if (!kind) return
  const object = { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: initial.metadata, ...initial.content } as object as KubeObject
  const current = find(store, kind, object.metadata)
  if (!current) {
    createObject(internalCall(server, store, kind, object.metadata, 'create'), object)
    return
  }
  if (!initial.kept) return
  const asItIs = current as object as Readonly<Record<string, unknown>>
  const differs = Object.entries(initial.content ?? {}).some(([field, value]) => !jsonEqual(asItIs[field], value))
  if (differs) updateObject(internalCall(server, store, kind, object.metadata, 'update'), (found) => ({ ...found, ...initial.content }))
}

/** A call of the server to itself. */
export const internalCall = (
  server: Server,
  store: Store,
  kind: Kind,
  key: { readonly name: string; readonly namespace?: string | undefined },
  verb: 'create' | 'update',
): ResourceCall => ({
  server,
  store,
  kind,
  namespace: kind.namespaced ? key.namespace : undefined,
  name: key.name,
  subresource: '',
  dryRun: false,
  request: { method: verb === 'create' ? 'POST' : 'PUT', path: '', headers: {} },
  peer: { address: '127.0.0.1', port: 0 },
  info: { verb, path: '', query: new URLSearchParams() },
  user: { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] },
  warnings: [],
})
