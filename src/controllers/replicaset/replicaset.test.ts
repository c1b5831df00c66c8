import { expect, test } from 'vitest'
import { events, pods, replicaSets } from '../../api/index.ts'
import type { Draft, Pod, ReplicaSet } from '../../api/index.ts'
import { podsToDelete } from '../support/index.ts'
import { startRig } from '../testing/rig.ts'
import type { Rig } from '../testing/rig.ts'
import { replicaset } from './replicaset.ts'

const inDefault = (name: string): { readonly namespace: string; readonly name: string } => ({ namespace: 'default', name })
const stray = (name: string): Draft<Pod> => ({
  metadata: { ...inDefault(name), labels: { band: 'jazz' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
})
const label = (rig: Rig, name: string, band: string): unknown =>
  rig.client.patch(pods, inDefault(name), { type: 'merge', body: { metadata: { labels: { band } } } })
const owners = (rig: Rig): readonly string[] =>
  rig.list(pods, 'default').map(({ metadata }) => `${metadata.name.replace(/^band-.*/, 'band')} ${metadata.ownerReferences?.[0]?.name}`)

const band: Draft<ReplicaSet> = {
  metadata: inDefault('band'),
  spec: {
    replicas: 3,
    selector: { matchLabels: { band: 'jazz' } },
    template: { metadata: { labels: { band: 'jazz' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
}

test('strays are adopted, relabelled ones released and replaced, and what is too much goes', async () => {
  const rig = startRig([replicaset])
  for (const name of ['node01', 'node02']) rig.addNode(name)
  rig.client.create(pods, stray('stray-1'))
  rig.client.create(pods, stray('stray-2'))
  await rig.run(3000)
  rig.client.create(replicaSets, band)
  await rig.run(3000)
  expect(owners(rig)).toEqual(['band band', 'stray-1 band', 'stray-2 band'])
  label(rig, 'stray-1', 'blues')
  await rig.run(3000)
  expect(owners(rig)).toEqual(['band band', 'band band', 'stray-1 undefined', 'stray-2 band'])
  label(rig, 'stray-1', 'jazz')
  await rig.run(3000)
  expect(rig.list(pods, 'default').length).toBe(3)
  rig.client.patch(replicaSets, inDefault('band'), { type: 'merge', body: { spec: { replicas: 1 } } })
  await rig.run(3000)
  expect(rig.client.get(replicaSets, inDefault('band')).status).toEqual({
    availableReplicas: 1,
    fullyLabeledReplicas: 1,
    observedGeneration: 2,
    readyReplicas: 1,
    replicas: 1,
    terminatingReplicas: 0,
  })
  const reasons = rig.list(events, 'default').map(({ reason }) => reason)
  expect([
    reasons.filter((each) => each === 'SuccessfulCreate').length,
    reasons.filter((each) => each === 'SuccessfulDelete').length,
  ]).toEqual([2, 3])
})

const now = Date.parse('2026-11-20T21:00:00Z')

const pod = (name: string, { node = 'node01', ready = true, phase = 'Running', cost = 0, age = 100 } = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    uid: name,
    resourceVersion: '1',
    creationTimestamp: new Date(now - age * 1000).toISOString(),
    annotations: { 'controller.kubernetes.io/pod-deletion-cost': String(cost) },
  },
  spec: { containers: [], nodeName: node },
  status: {
    phase,
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: new Date(now - age * 1000).toISOString() }],
  },
})

test('the least useful Pods are deleted first', () => {
  const all = [
    pod('settled', { node: 'node03', age: 5000 }),
    pod('young', { node: 'node03', age: 1 }),
    pod('crowded-1', { node: 'node02' }),
    pod('crowded-2', { node: 'node02' }),
    pod('crowded-3', { node: 'node02' }),
    pod('dear', { cost: 100 }),
    pod('unready', { ready: false }),
    pod('pending', { ready: false, phase: 'Pending' }),
    pod('homeless', { node: '', ready: false, phase: 'Pending' }),
  ]
  expect(podsToDelete(all, all, 8, now).map(({ metadata }) => metadata.name)).toEqual([
    'homeless',
    'pending',
    'unready',
    'crowded-1',
    'crowded-2',
    'crowded-3',
    'young',
    'settled',
  ])
})
