import { expect, test } from 'vitest'
import { events, nodes, pods } from '../api/index.ts'
import type { Draft, Pod, PodSpec } from '../api/index.ts'
import { startRig } from '../controllers/testing/rig.ts'
import type { Rig } from '../controllers/testing/rig.ts'
import { startScheduler } from './start-scheduler.ts'

const start = async (): Promise<Rig> => {
  const rig = startRig([], 7, startScheduler)
  rig.addNode('controlplane')
  rig.client.patch(
    nodes,
    { name: 'controlplane' },
    { type: 'merge', body: { spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } } },
  )
  for (const name of ['node01', 'node02', 'node03']) rig.addNode(name)
  await rig.run(100)
  return rig
}

const draft = (name: string, spec: Partial<PodSpec> = {}, cpu?: string, labels?: Readonly<Record<string, string>>): Draft<Pod> => ({
  metadata: { name, namespace: 'default', ...(labels && { labels }) },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'c', image: 'nginx', ...(cpu && { resources: { requests: { cpu } } }) }],
    ...spec,
  },
})

const create = async (rig: Rig, ...drafts: readonly Draft<Pod>[]): Promise<void> => {
  for (const each of drafts) rig.client.create(pods, each)
  await rig.run(3000)
}
const get = (rig: Rig, name: string): Pod => rig.client.get(pods, { namespace: 'default', name })
const message = (rig: Rig, name: string): string | undefined =>
  get(rig, name).status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message
const hostname = (name: string): Partial<PodSpec> => ({ nodeSelector: { 'kubernetes.io/hostname': name } })
const unhelpful = 'no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.'

test('Pods without wishes are spread over the nodes that tolerate them', async () => {
  const rig = await start()
  await create(rig, ...['a', 'b', 'c'].map((name) => draft(name)))
  expect(['a', 'b', 'c'].map((name) => get(rig, name).spec?.nodeName).sort()).toEqual(['node01', 'node02', 'node03'])
  const told = rig
    .list(events, 'default')
    .filter(({ reason }) => reason === 'Scheduled')
    .map((event) => event.message)
  expect(told).toContain(`Successfully assigned default/a to ${get(rig, 'a').spec?.nodeName}`)
})

test('what no node can hold is told in the real words', async () => {
  const rig = await start()
  await create(rig, draft('big', {}, '16'))
  expect(message(rig, 'big')).toBe(`0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. ${unhelpful}`)
})

test('several reasons at once, and what frees the Pod', async () => {
  const rig = await start()
  await create(rig, draft('fill', { nodeName: 'node01' }, '2'))
  rig.client.patch(nodes, { name: 'node02' }, { type: 'merge', body: { spec: { unschedulable: true } } })
  rig.client.patch(
    nodes,
    { name: 'node03' },
    { type: 'merge', body: { spec: { taints: [{ key: 'lock', value: 'yes', effect: 'NoSchedule' }] } } },
  )
  await create(rig, draft('mix', {}, '3'))
  expect(message(rig, 'mix')).toBe(
    '0/4 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable, 2 node(s) had untolerated taint(s). no new claims to deallocate, ' +
      'preemption: 0/4 nodes are available: 1 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.',
  )
  rig.client.patch(nodes, { name: 'node02' }, { type: 'merge', body: { spec: { unschedulable: null } } })
  await rig.run(3000)
  expect(get(rig, 'mix').spec?.nodeName).toBe('node02')
})

test('a missing claim refuses the Pod before any node is looked at', async () => {
  const rig = await start()
  await create(rig, draft('pvc', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'absent' } }] }))
  expect(message(rig, 'pvc')).toBe('0/4 nodes are available: persistentvolumeclaim "absent" not found. not found')
})

test('affinity goes with, anti-affinity goes apart', async () => {
  const rig = await start()
  const term = (app: string) => ({ labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' })
  const near = (app: string): Partial<PodSpec> => ({
    affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(app)] } },
  })
  const apart: Partial<PodSpec> = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term('apart')] } } }
  await create(rig, draft('anchor', hostname('node02'), undefined, { app: 'anchor' }))
  await create(rig, draft('near', near('anchor')), draft('lonely', near('ghost')))
  expect(get(rig, 'near').spec?.nodeName).toBe('node02')
  expect(message(rig, 'lonely')).toBe(
    `0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod affinity rules. ${unhelpful}`,
  )
  for (const name of ['a1', 'a2', 'a3', 'a4']) await create(rig, draft(name, apart, undefined, { app: 'apart' }))
  expect(['a1', 'a2', 'a3'].map((name) => get(rig, name).spec?.nodeName).sort()).toEqual(['node01', 'node02', 'node03'])
  expect(message(rig, 'a4')).toBe(
    "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, " +
      'preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
  )
  rig.client.delete(pods, { namespace: 'default', name: 'a2' })
  await rig.run(3000)
  expect(get(rig, 'a4').spec?.nodeName).toMatch(/^node0/)
})

test('a more important Pod takes the place of a lesser one', async () => {
  const rig = await start()
  const important = (priorityClassName: string): Partial<PodSpec> => ({ ...hostname('node01'), priorityClassName })
  await create(rig, draft('low', hostname('node01'), '3'))
  await create(rig, draft('high', important('system-node-critical'), '3'))
  await rig.run(5000)
  expect(get(rig, 'high').spec?.nodeName).toBe('node01')
  expect(rig.list(pods, 'default').map(({ metadata }) => metadata.name)).toEqual(['high'])
  expect(
    rig
      .list(events, 'default')
      .filter(({ reason }) => reason === 'Preempted')
      .map((event) => event.message),
  ).toEqual([`Preempted by pod ${get(rig, 'high').metadata.uid} on node node01`])
  const failed = rig
    .list(events, 'default')
    .filter(({ reason, involvedObject }) => reason === 'FailedScheduling' && involvedObject.name === 'high')
  expect(failed.map((event) => event.message)).toEqual([
    "0/4 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector.",
  ])
})

test('spreading constraints are kept', async () => {
  const rig = await start()
  const spread: Partial<PodSpec> = {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 's' } },
        nodeTaintsPolicy: 'Honor',
      },
    ],
  }
  for (let index = 0; index < 6; index++) await create(rig, draft(`s${index}`, spread, undefined, { app: 's' }))
  const used = rig.list(pods, 'default').map((pod) => pod.spec?.nodeName)
  expect(['node01', 'node02', 'node03'].map((name) => used.filter((each) => each === name).length)).toEqual([2, 2, 2])
})

test('gates hold a Pod back until they are gone', async () => {
  const rig = await start()
  await create(rig, draft('gated', { schedulingGates: [{ name: 'example.com/wait' }] }))
  expect(get(rig, 'gated').spec?.nodeName).toBeUndefined()
  rig.client.patch(pods, { namespace: 'default', name: 'gated' }, { type: 'merge', body: { spec: { schedulingGates: [] } } })
  await rig.run(1000)
  expect(get(rig, 'gated').spec?.nodeName).toMatch(/^node0/)
})

test('the cost of a Pod does not grow with the number of Pods', async () => {
  const rig = await start()
  for (let index = 0; index < 40; index++) rig.addNode(`extra${index}`)
  await rig.run(100)
  const create1000 = async (prefix: string): Promise<number> => {
    for (let index = 0; index < 1000; index++) rig.client.create(pods, draft(`${prefix}${index}`, {}, '1m', { app: 'many' }))
    const begun = process.hrtime.bigint()
    await rig.run(3000)
    return Number(process.hrtime.bigint() - begun) / 1e6
  }
  const [first, , , fourth] = [await create1000('a'), await create1000('b'), await create1000('c'), await create1000('d')]
  expect(rig.list(pods, 'default').filter((pod) => pod.spec?.nodeName).length).toBe(4000)
  expect(fourth).toBeLessThan(first * 4 + 500)
}, 120_000)
