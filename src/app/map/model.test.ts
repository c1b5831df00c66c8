import { expect, test } from 'vitest'
import type { NodeRow, PodForm, PodRow } from '../../host/protocol.ts'
import { arrange, densityOf, focusKey, shortName, tagOf } from './model.ts'

const node = (name: string, controlPlane = false): NodeRow => ({
  kind: 'Node',
  uid: name,
  name,
  controlPlane,
  ready: 'True',
  cordoned: false,
  taints: [],
  version: 'v1.35.6',
  address: '10.0.0.1',
  cpu: { requested: 0, allocatable: 1 },
  memory: { requested: 0, allocatable: 1 },
  lastHeartbeat: 0,
  powered: true,
})
const pod = (name: string, extra: Partial<PodRow> = {}): PodRow => ({
  kind: 'Pod',
  uid: name,
  namespace: 'default',
  name,
  workload: 'Deployment/web',
  image: 'nginx:1.27',
  form: 'ready' as PodForm,
  status: 'Running',
  ready: '1/1',
  restarts: 0,
  createdAt: 0,
  labels: {},
  ...extra,
})

test('Pods stand under their node by owner and revision, the unbound on the shelf, the system apart', () => {
  const view = arrange({
    nodes: [node('node10'), node('node2'), node('controlplane', true)],
    pods: [
      pod('web-a-1', { node: 'node2', revision: 1 }),
      pod('web-b-2', { node: 'node2', revision: 2 }),
      pod('web-b-3', { revision: 2, form: 'pending' }),
      pod('kube-proxy-x', { node: 'node2', namespace: 'kube-system', workload: 'DaemonSet/kube-proxy' }),
    ],
    workloads: [],
    namespace: '',
  })
  expect(view.nodes.map(({ node: { name } }) => name)).toEqual(['controlplane', 'node2', 'node10'])
  expect(view.nodes[1]?.owners.map(({ label, runs }) => [label, runs.map(({ revision, hue }) => [revision, hue])])).toEqual([
    [
      'web',
      [
        [1, 'r1'],
        [2, 'r0'],
      ],
    ],
  ])
  expect(view.nodes[1]?.system.map(({ name }) => name)).toEqual(['kube-proxy-x'])
  expect(view.shelf.map(({ count }) => count)).toEqual([1])
})

test('Only the focus is coloured by revision', () => {
  const view = arrange({
    nodes: [node('node1')],
    pods: [pod('web-a-1', { node: 'node1', revision: 1 }), pod('api-b-2', { node: 'node1', revision: 1, workload: 'Deployment/api' })],
    workloads: [],
    namespace: '',
    focus: focusKey('deployments/web') ?? '',
  })
  expect(view.nodes[0]?.owners.map(({ label, runs }) => [label, runs[0]?.hue])).toEqual([
    ['api', 'rx'],
    ['web', 'r0'],
  ])
})

test('A namespace that is chosen shows its system Pods as any others', () => {
  const view = arrange({
    nodes: [node('node1')],
    pods: [pod('kube-proxy-x', { node: 'node1', namespace: 'kube-system', workload: 'DaemonSet/kube-proxy' })],
    workloads: [],
    namespace: 'kube-system',
  })
  expect([view.nodes[0]?.owners.length, view.nodes[0]?.system.length]).toEqual([1, 0])
})

test('Names and tags are short where they were generated', () => {
  expect(shortName(pod('web-58c9d7fb6c-hd9t6'))).toBe('hd9t6')
  expect(shortName(pod('redis-0', { workload: 'StatefulSet/redis' }))).toBe('redis-0')
  expect(['nginx:1.27', 'mirror.lan:5000/library/nginx:1.29.1', 'busybox', 'nginx@sha256:ab'].map(tagOf)).toEqual([
    '1.27',
    '1.29.1',
    'busybox',
    'nginx',
  ])
  expect([60, 61, 201, 1501].map(densityOf)).toEqual(['chips', 'tiles', 'dots', 'bars'])
})
