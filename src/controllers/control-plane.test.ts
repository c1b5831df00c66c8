import { expect, test } from 'vitest'
import {
  configMaps,
  controllerRevisions,
  daemonSets,
  deployments,
  endpoints,
  endpointSlices,
  events,
  leases,
  namespaces,
  nodes,
  pods,
  replicaSets,
  serviceAccounts,
  services,
} from '../api/index.ts'
import type { DaemonSet, Draft, Pod, Service } from '../api/index.ts'
import { startScheduler } from '../scheduler/index.ts'
import { controllersFor } from './index.ts'
import { startRig } from './testing/rig.ts'
import type { Rig } from './testing/rig.ts'

const workers = ['node01', 'node02', 'node03']
const inDefault = (name: string): { readonly namespace: string; readonly name: string } => ({ namespace: 'default', name })

const start = async (): Promise<Rig> => {
  const rig = startRig(controllersFor({ rootCa: 'the CA' }), 7, startScheduler)
  for (const name of workers) rig.addNode(name)
  await rig.run(1000)
  return rig
}

/** Renews the leases of the nodes that are up, as kubelets do. */
const runWithLeases = async (rig: Rig, milliseconds: number): Promise<void> => {
  for (let done = 0; done < milliseconds; done += 10_000) {
    for (const name of workers.filter((each) => !rig.down.has(each))) {
      const spec = {
        holderIdentity: name,
        leaseDurationSeconds: 40,
        renewTime: `${new Date(rig.clock.now).toISOString().slice(0, 23)}000Z`,
      }
      const known = rig.list(leases, 'kube-node-lease').find(({ metadata }) => metadata.name === name)
      if (known) rig.client.update(leases, { ...known, spec })
      else rig.client.create(leases, { metadata: { name, namespace: 'kube-node-lease' }, spec })
    }
    await rig.run(10_000)
  }
}

const web = (name: string, labels: Readonly<Record<string, string>>, image = 'nginx'): Draft<Pod> => ({
  metadata: { name, namespace: 'default', labels },
  spec: { containers: [{ name: 'c', image, ports: [{ name: 'http', containerPort: 80 }] }] },
})
const service = (name: string, spec: Service['spec']): Draft<Service> => ({
  metadata: { name, namespace: 'default', labels: { s: '1' } },
  spec,
})

const createDeployment = (rig: Rig): unknown =>
  rig.client.create(deployments, {
    metadata: inDefault('web'),
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })

test('each namespace gets its account and the CA, each node its addresses', async () => {
  const rig = await start()
  expect(rig.list(serviceAccounts).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    'default/default',
    'kube-node-lease/default',
    'kube-public/default',
    'kube-system/default',
  ])
  expect(rig.client.get(configMaps, inDefault('kube-root-ca.crt')).data).toEqual({ 'ca.crt': 'the CA' })
  expect(rig.list(nodes).map((node) => node.spec?.podCIDR)).toEqual(['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/24'])
})

test('endpoints follow Pods by readiness and port names', async () => {
  const rig = await start()
  rig.client.create(services, service('named', { selector: { app: 'ep' }, ports: [{ name: 'web', port: 80, targetPort: 'http' }] }))
  rig.client.create(services, service('empty', { selector: { app: 'nobody' }, ports: [{ port: 80 }] }))
  await rig.run(500)
  const [slice] = rig.list(endpointSlices, 'default').filter(({ metadata }) => metadata.name.startsWith('named-'))
  rig.client.create(pods, web('e1', { app: 'ep' }))
  rig.client.create(pods, web('e2', { app: 'ep' }, 'nosuch'))
  await rig.run(3000)
  const now = rig.client.get(endpointSlices, inDefault(slice!.metadata.name))
  expect(
    [...(now.endpoints ?? [])]
      .map(({ targetRef, conditions }) => ({ name: targetRef?.name, conditions }))
      .sort((a, b) => (a.name! < b.name! ? -1 : 1)),
  ).toEqual([
    { name: 'e1', conditions: { ready: true, serving: true, terminating: false } },
    { name: 'e2', conditions: { ready: false, serving: false, terminating: false } },
  ])
  expect(now.ports).toEqual([{ name: 'web', port: 80, protocol: 'TCP' }])
  expect(now.metadata.labels).toEqual({
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    'kubernetes.io/service-name': 'named',
    s: '1',
  })
  const [subset] = rig.client.get(endpoints, inDefault('named')).subsets ?? []
  expect([
    subset?.addresses?.map(({ targetRef }) => targetRef?.name),
    subset?.notReadyAddresses?.map(({ targetRef }) => targetRef?.name),
    subset?.ports,
  ]).toEqual([['e1'], ['e2'], [{ name: 'web', port: 80, protocol: 'TCP' }]])
  rig.client.delete(services, inDefault('named'))
  await rig.run(1000)
  expect(rig.list(endpointSlices, 'default').filter(({ metadata }) => metadata.name.startsWith('named-'))).toEqual([])
  expect(rig.list(endpoints, 'default').some(({ metadata }) => metadata.name === 'named')).toBe(false)
})

test('Endpoints written by hand are mirrored', async () => {
  const rig = await start()
  rig.client.create(services, service('manual', { ports: [{ name: 'db', port: 5432 }] }))
  rig.client.create(endpoints, {
    metadata: inDefault('manual'),
    subsets: [{ addresses: [{ ip: '192.0.2.11' }], ports: [{ name: 'db', port: 5432 }] }],
  })
  await rig.run(1000)
  const mirrored = rig.list(endpointSlices, 'default').find(({ metadata }) => metadata.name.startsWith('manual-'))
  expect([mirrored?.metadata.labels?.['endpointslice.kubernetes.io/managed-by'], mirrored?.endpoints?.[0]?.addresses]).toEqual([
    'endpointslicemirroring-controller.k8s.io',
    ['192.0.2.11'],
  ])
})

test('what belongs to a deleted Deployment goes with it, or stays as an orphan, or goes first', async () => {
  const rig = await start()
  for (const propagationPolicy of ['Background', 'Foreground'] as const) {
    createDeployment(rig)
    await rig.run(3000)
    rig.client.delete(deployments, inDefault('web'), { propagationPolicy })
    await rig.run(propagationPolicy === 'Background' ? 0 : 20)
    expect(rig.list(deployments, 'default').length).toBe(propagationPolicy === 'Background' ? 0 : 1)
    await rig.run(5000)
    expect([rig.list(deployments, 'default'), rig.list(replicaSets, 'default'), rig.list(pods, 'default')]).toEqual([[], [], []])
  }
  createDeployment(rig)
  await rig.run(3000)
  rig.client.delete(deployments, inDefault('web'), { propagationPolicy: 'Orphan' })
  await rig.run(5000)
  expect(rig.list(replicaSets, 'default').map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined])
  expect([rig.list(deployments, 'default').length, rig.list(pods, 'default').length]).toEqual([0, 3])
})

test('a deleted namespace is emptied; finalizers hold it back', async () => {
  const rig = await start()
  rig.client.create(namespaces, { metadata: { name: 'life' } })
  rig.client.create(configMaps, { metadata: { name: 'held', namespace: 'life', finalizers: ['example.com/keep'] } })
  await rig.run(500)
  rig.client.delete(namespaces, { name: 'life' })
  await rig.run(6000)
  expect(
    rig.client.get(namespaces, { name: 'life' }).status?.conditions?.map(({ type, status, message }) => `${type} ${status} ${message}`),
  ).toEqual([
    'NamespaceDeletionDiscoveryFailure False All resources successfully discovered',
    'NamespaceDeletionGroupVersionParsingFailure False All legacy kube types successfully parsed',
    'NamespaceDeletionContentFailure False All content successfully deleted, may be waiting on finalization',
    'NamespaceContentRemaining True Some resources are remaining: configmaps. has 1 resource instances',
    'NamespaceFinalizersRemaining True Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances',
  ])
  rig.client.patch(configMaps, { namespace: 'life', name: 'held' }, { type: 'merge', body: { metadata: { finalizers: null } } })
  await rig.run(20_000)
  expect(rig.list(namespaces).map(({ metadata }) => metadata.name)).not.toContain('life')
})

test('a node that falls silent is noticed, tainted and left, and taken back when it speaks again', async () => {
  const rig = await start()
  await runWithLeases(rig, 10_000)
  createDeployment(rig)
  await runWithLeases(rig, 10_000)
  rig.down.add('node02')
  await runWithLeases(rig, 70_000)
  const node = rig.client.get(nodes, { name: 'node02' })
  expect(node.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  })
  expect(node.spec?.taints?.map(({ key, effect }) => `${key} ${effect}`).sort()).toEqual([
    'node.kubernetes.io/unreachable NoExecute',
    'node.kubernetes.io/unreachable NoSchedule',
  ])
  expect(
    rig
      .list(events)
      .filter(({ reason }) => reason === 'NodeNotReady')
      .map(({ message }) => message),
  ).toContain('Node node02 status is now: NodeNotReady')
  const silent = (): readonly Pod[] => rig.list(pods, 'default').filter((pod) => pod.spec?.nodeName === 'node02')
  expect(
    silent().map((pod) => [pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status, pod.metadata.deletionTimestamp]),
  ).toEqual([['False', undefined]])
  await runWithLeases(rig, 310_000)
  expect(silent().every((pod) => pod.metadata.deletionTimestamp !== undefined)).toBe(true)
  expect(rig.client.get(deployments, inDefault('web')).status?.availableReplicas).toBe(3)
  rig.down.delete('node02')
  const conditions = (rig.client.get(nodes, { name: 'node02' }).status?.conditions ?? []).map((each) => ({
    ...each,
    status: each.type === 'Ready' ? 'True' : 'False',
  }))
  rig.client.patch(nodes, { name: 'node02' }, { type: 'merge', body: { status: { conditions } } }, 'status')
  await runWithLeases(rig, 10_000)
  expect(rig.client.get(nodes, { name: 'node02' }).spec?.taints).toBeUndefined()
  expect(rig.list(pods, 'default').length).toBe(3)
})

test('Pods of a node that is gone go after a while', async () => {
  const rig = await start()
  rig.client.create(pods, { ...web('stuck', {}), spec: { ...web('stuck', {}).spec!, nodeName: 'node03' } })
  await rig.run(2000)
  rig.down.add('node03')
  rig.client.delete(nodes, { name: 'node03' })
  await rig.run(75_000)
  expect(rig.list(pods, 'default')).toEqual([])
  const told = rig
    .list(events)
    .filter(({ involvedObject }) => involvedObject.name === 'node03')
    .map(({ message }) => message)
  expect(told).toEqual(
    expect.arrayContaining([
      'Node node03 event: Registered Node node03 in Controller',
      'Node node03 event: Removing Node node03 from Controller',
    ]),
  )
})

test('a DaemonSet covers the nodes, also new ones, and rolls on', async () => {
  const rig = await start()
  const draft: Draft<DaemonSet> = {
    metadata: inDefault('agent'),
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } },
    },
  }
  rig.client.create(daemonSets, draft)
  await rig.run(4000)
  const status = {
    currentNumberScheduled: 3,
    desiredNumberScheduled: 3,
    numberAvailable: 3,
    numberMisscheduled: 0,
    numberReady: 3,
    updatedNumberScheduled: 3,
  }
  expect(rig.client.get(daemonSets, inDefault('agent')).status).toEqual({ ...status, observedGeneration: 1 })
  rig.client.patch(daemonSets, inDefault('agent'), {
    type: 'strategic',
    body: { spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:2' }] } } } },
  })
  await rig.run(30_000)
  expect(rig.client.get(daemonSets, inDefault('agent')).status).toEqual({ ...status, observedGeneration: 2 })
  expect(
    rig
      .list(controllerRevisions, 'default')
      .map(({ revision }) => revision)
      .sort(),
  ).toEqual([1, 2])
  const reasons = rig
    .list(events, 'default')
    .filter(({ involvedObject }) => involvedObject.kind === 'DaemonSet')
    .map(({ reason }) => reason)
  expect([
    reasons.filter((reason) => reason === 'SuccessfulCreate').length,
    reasons.filter((reason) => reason === 'SuccessfulDelete').length,
  ]).toEqual([6, 3])
  rig.addNode('node04')
  await rig.run(4000)
  expect(
    rig
      .list(pods, 'default')
      .map((pod) => pod.spec?.nodeName)
      .sort(),
  ).toEqual(['node01', 'node02', 'node03', 'node04'])
})
