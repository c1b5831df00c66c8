import { expect, test } from 'vitest'
import { deployments, events, pods, replicaSets } from '../../api/index.ts'
import type { Deployment, DeploymentSpec, Draft } from '../../api/index.ts'
import { startRig } from '../testing/rig.ts'
import type { Rig } from '../testing/rig.ts'
import { replicaset } from '../replicaset/index.ts'
import { deployment } from './deployment.ts'

const draft = (name: string, spec: Partial<DeploymentSpec> = {}): Draft<Deployment> => ({
  metadata: { name, namespace: 'default' },
  spec: {
    replicas: 4,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1.25' }] } },
    ...spec,
  },
})

const start = async (spec?: Partial<DeploymentSpec>): Promise<Rig> => {
  const rig = startRig([deployment, replicaset])
  for (const name of ['node01', 'node02', 'node03']) rig.addNode(name)
  rig.client.create(deployments, draft('web', spec))
  await rig.run(5000)
  return rig
}

const key = { namespace: 'default', name: 'web' }
const setImage = (rig: Rig, image: string): unknown =>
  rig.client.patch(deployments, key, { type: 'strategic', body: { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } } })
const statusOf = (rig: Rig): Deployment['status'] => rig.client.get(deployments, key).status
const conditions = (rig: Rig): readonly string[] =>
  (statusOf(rig)?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason}`)
const messages = (rig: Rig): readonly string[] =>
  [...rig.list(events, 'default')]
    .filter((event) => event.involvedObject.kind === 'Deployment')
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map((event) => event.message ?? '')

test('a new Deployment becomes complete', async () => {
  const rig = await start()
  const [only] = rig.list(replicaSets, 'default')
  expect(statusOf(rig)).toMatchObject({
    observedGeneration: 1,
    replicas: 4,
    updatedReplicas: 4,
    readyReplicas: 4,
    availableReplicas: 4,
    terminatingReplicas: 0,
  })
  expect(statusOf(rig)?.unavailableReplicas).toBeUndefined()
  expect(conditions(rig)).toEqual(['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable'])
  expect(messages(rig)).toEqual([`Scaled up replica set ${only?.metadata.name} from 0 to 4`])
  expect(rig.client.get(deployments, key).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1')
  expect(only?.metadata.annotations).toMatchObject({
    'deployment.kubernetes.io/desired-replicas': '4',
    'deployment.kubernetes.io/max-replicas': '5',
    'deployment.kubernetes.io/revision': '1',
  })
})

test('a rolling update goes in the steps of the real one, and back', async () => {
  const rig = await start()
  setImage(rig, 'nginx:1.26')
  await rig.run(30_000)
  const [old, current] = [...rig.list(replicaSets, 'default')].sort((a, b) => (a.spec?.replicas ?? 0) - (b.spec?.replicas ?? 0))
  const [a, b] = [old?.metadata.name, current?.metadata.name]
  expect(messages(rig).slice(1)).toEqual([
    `Scaled up replica set ${b} from 0 to 1`,
    `Scaled down replica set ${a} from 4 to 3`,
    `Scaled up replica set ${b} from 1 to 2`,
    `Scaled down replica set ${a} from 3 to 2`,
    `Scaled up replica set ${b} from 2 to 3`,
    `Scaled down replica set ${a} from 2 to 1`,
    `Scaled up replica set ${b} from 3 to 4`,
    `Scaled down replica set ${a} from 1 to 0`,
  ])
  setImage(rig, 'nginx:1.25')
  await rig.run(30_000)
  expect(rig.client.get(replicaSets, { namespace: 'default', name: a! }).metadata.annotations).toMatchObject({
    'deployment.kubernetes.io/revision': '3',
    'deployment.kubernetes.io/revision-history': '1',
  })
  expect(rig.list(pods, 'default').length).toBe(4)
})

test('a bad image exceeds the progress deadline', async () => {
  const rig = await start({ progressDeadlineSeconds: 6 })
  setImage(rig, 'nginx:nosuch')
  await rig.run(9000)
  expect(conditions(rig)).toEqual(['Available True MinimumReplicasAvailable', 'Progressing False ProgressDeadlineExceeded'])
  expect(statusOf(rig)).toMatchObject({ replicas: 5, updatedReplicas: 2, availableReplicas: 3, unavailableReplicas: 2 })
})

test('a paused Deployment scales and does not roll', async () => {
  const rig = await start()
  rig.client.patch(deployments, key, { type: 'merge', body: { spec: { paused: true } } })
  setImage(rig, 'nginx:1.26')
  rig.client.patch(deployments, key, { type: 'merge', body: { spec: { replicas: 6 } } })
  await rig.run(5000)
  expect(conditions(rig)).toEqual(['Progressing Unknown DeploymentPaused', 'Available True MinimumReplicasAvailable'])
  expect(rig.list(replicaSets, 'default').map((each) => each.spec?.replicas)).toEqual([6])
  rig.client.patch(deployments, key, { type: 'merge', body: { spec: { paused: null } } })
  await rig.run(30_000)
  expect(
    rig
      .list(replicaSets, 'default')
      .map((each) => each.spec?.replicas)
      .sort(),
  ).toEqual([0, 6])
})

test('Recreate ends all old Pods before it starts a new one', async () => {
  const rig = await start({ strategy: { type: 'Recreate' } })
  setImage(rig, 'nginx:1.26')
  await rig.run(100)
  expect(rig.list(replicaSets, 'default').length).toBe(1)
  await rig.run(10_000)
  expect(statusOf(rig)).toMatchObject({ replicas: 4, updatedReplicas: 4, availableReplicas: 4 })
  expect(messages(rig).map((text) => text.replace(/web-\w+/, 'web'))).toEqual([
    'Scaled up replica set web from 0 to 4',
    'Scaled down replica set web from 4 to 0',
    'Scaled up replica set web from 0 to 4',
  ])
})

test('old revisions beyond the limit go', async () => {
  const rig = await start({ revisionHistoryLimit: 2 })
  for (const image of ['nginx:2', 'nginx:3', 'nginx:4', 'nginx:5']) {
    setImage(rig, image)
    await rig.run(30_000)
  }
  expect(
    rig
      .list(replicaSets, 'default')
      .map((each) => each.metadata.annotations?.['deployment.kubernetes.io/revision'])
      .sort(),
  ).toEqual(['3', '4', '5'])
})

test('a scaled rollout spreads what is added by size', async () => {
  const rig = await start({ replicas: 10, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } })
  setImage(rig, 'nginx:nosuch')
  await rig.run(5000)
  expect(
    rig
      .list(replicaSets, 'default')
      .map((each) => each.spec?.replicas)
      .sort(),
  ).toEqual([5, 8])
  rig.client.patch(deployments, key, { type: 'merge', body: { spec: { replicas: 15 } } })
  await rig.run(5000)
  expect(
    rig
      .list(replicaSets, 'default')
      .map((each) => each.spec?.replicas)
      .sort(),
  ).toEqual([11, 7])
})
