import type { NodeRow, PodForm, PodRow, Row } from '../../host/protocol.ts'

export const START = Date.parse('2026-01-05T09:00:00Z')

export const node = (name: string, controlPlane: boolean, extra: Partial<NodeRow> = {}): NodeRow => ({
  kind: 'Node',
  uid: `node-${name}`,
  name,
  controlPlane,
  ready: 'True',
  cordoned: false,
  taints: [],
  version: 'v1.35.6',
  address: '10.0.0.10',
  cpu: { requested: controlPlane ? 650 : 1450, allocatable: 2000 },
  memory: { requested: 1.1 * 2 ** 30, allocatable: 4 * 2 ** 30 },
  lastHeartbeat: START,
  powered: true,
  ...extra,
})

let uid = 0
const pod = (name: string, on: string | undefined, form: PodForm, revision: number | undefined, extra: Partial<PodRow> = {}): PodRow => ({
  kind: 'Pod',
  uid: `pod-${(uid += 1)}`,
  namespace: 'default',
  name,
  ...(on ? { node: on } : {}),
  workload: 'Deployment/web',
  ...(revision ? { revision } : {}),
  image: revision === 4 ? 'nginx:1.29.1' : 'nginx:1.27.3',
  form,
  status: {
    pending: 'Pending',
    creating: 'ContainerCreating',
    notReady: 'Running',
    ready: 'Running',
    terminating: 'Terminating',
    pullFailing: 'ImagePullBackOff',
    crashing: 'CrashLoopBackOff',
    failed: 'Error',
    unknown: 'Unknown',
    completed: 'Completed',
  }[form],
  ready: form === 'ready' ? '1/1' : '0/1',
  restarts: 0,
  createdAt: START,
  labels: { app: 'web' },
  ...extra,
})

const system = (name: string, on: string, workload: string): PodRow =>
  pod(name, on, 'ready', undefined, { namespace: 'kube-system', workload })

export function smallCluster(): Row[] {
  const workers = ['node01', 'node02', 'node03']
  return [
    node('controlplane', true, { taints: [] }),
    ...workers.map((name) => node(name, false)),
    ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) =>
      system(`${name}-controlplane`, 'controlplane', 'Node/controlplane'),
    ),
    ...['controlplane', ...workers].flatMap((on) => [
      system(`kube-proxy-${on}`, on, 'DaemonSet/kube-proxy'),
      system(`kube-flannel-${on}`, on, 'DaemonSet/kube-flannel'),
    ]),
    system('coredns-7d764666f9-4xk2p', 'node01', 'Deployment/coredns'),
    system('coredns-7d764666f9-kt8zd', 'node02', 'Deployment/coredns'),
    pod('web-6f9c7d5b84-2hq8z', 'node01', 'ready', 3),
    pod('web-58c9d7fb6c-k7xpd', 'node01', 'ready', 4),
    pod('web-58c9d7fb6c-m2wqg', 'node01', 'ready', 4),
    pod('web-58c9d7fb6c-5lvbf', 'node01', 'creating', 4),
    pod('web-6f9c7d5b84-b9tdr', 'node02', 'ready', 3),
    pod('web-6f9c7d5b84-vs6lw', 'node02', 'terminating', 3, { deletingUntil: START + 110_000 }),
    pod('web-58c9d7fb6c-zt4hn', 'node02', 'ready', 4),
    pod('web-58c9d7fb6c-c8rjs', 'node02', 'notReady', 4),
    pod('web-6f9c7d5b84-nx4km', 'node03', 'ready', 3),
    pod('web-58c9d7fb6c-hd9t6', 'node03', 'pullFailing', 4, {
      reason: 'Failed to pull image "nginx:1.29.1": mirror.lan:5000/library/nginx:1.29.1: manifest unknown',
      nextTryAt: START + 89_000,
    }),
    pod('redis-0', 'node03', 'ready', undefined, { workload: 'StatefulSet/redis', image: 'redis:7' }),
    pod('web-58c9d7fb6c-qj7wx', undefined, 'pending', 4, {
      reason: '0/4 nodes are available: 3 Insufficient cpu, 1 node(s) had untolerated taint.',
    }),
    {
      kind: 'Service',
      uid: 'svc-web',
      namespace: 'default',
      name: 'web',
      type: 'NodePort',
      clusterIP: '10.96.41.7',
      ports: '80:30080/TCP',
      endpoints: [],
    },
    {
      kind: 'Deployment',
      uid: 'dep-web',
      namespace: 'default',
      name: 'web',
      revision: 4,
      image: 'nginx:1.29.1',
      desired: 8,
      current: 10,
      updated: 7,
      ready: 6,
      available: 6,
      atMost: 10,
      atLeast: 6,
    },
  ]
}

export function withEndpoints(rows: Row[]): Row[] {
  const pods = rows.filter((row) => row.kind === 'Pod' && row.workload === 'Deployment/web' && row.node) as PodRow[]
  return rows.map((row) =>
    row.kind === 'Service'
      ? { ...row, endpoints: pods.map((one) => ({ address: '10.244.1.2', ready: one.form === 'ready', pod: one.uid })) }
      : row,
  )
}

export function largeCluster(pods: number, nodes: number): Row[] {
  const names = Array.from({ length: nodes }, (_, index) => `node${String(index + 1).padStart(2, '0')}`)
  const forms: PodForm[] = [
    'ready',
    'ready',
    'ready',
    'ready',
    'ready',
    'ready',
    'creating',
    'ready',
    'ready',
    'notReady',
    'ready',
    'ready',
  ]
  return [
    node('controlplane', true),
    ...names.map((name, index) =>
      node(
        name,
        false,
        index === 37 ? { ready: 'Unknown', taints: ['node.kubernetes.io/unreachable:NoExecute'] } : index === 5 ? { cordoned: true } : {},
      ),
    ),
    ...Array.from({ length: pods }, (_, index) =>
      pod(
        `web-58c9d7fb6c-${(index * 7919).toString(36).padStart(5, 'b')}`,
        names[index % nodes],
        index % 397 === 5 ? 'pullFailing' : (forms[index % 12] ?? 'ready'),
        (index * 31) % 100 < 40 ? 3 : 4,
      ),
    ),
    {
      kind: 'Deployment',
      uid: 'dep-web',
      namespace: 'default',
      name: 'web',
      revision: 4,
      image: 'nginx:1.29.1',
      desired: pods,
      current: pods,
      updated: pods,
      ready: pods,
      available: pods,
      atMost: pods,
      atLeast: pods,
    },
  ]
}
