import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deployments, pods, replicaSets } from '../../api/index.ts'
import type { Deployment } from '../../api/index.ts'
import { podActive, podAvailable } from '../support/index.ts'
import { replicaset } from '../replicaset/index.ts'
import { startRig } from '../testing/rig.ts'
import type { Rig } from '../testing/rig.ts'
import { deployment } from './deployment.ts'
import { maxSurge, maxUnavailable, wantedReplicas } from './limits.ts'

type Step =
  | { readonly do: 'image'; readonly image: string }
  | { readonly do: 'scale'; readonly replicas: number }
  | { readonly do: 'pause'; readonly paused: boolean }
  | { readonly do: 'node'; readonly down: boolean }
  | { readonly do: 'wait'; readonly milliseconds: number }

const amount = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('25%', '50%', '100%', '10%'))
const image = fc.constantFrom('nginx:1', 'nginx:2', 'nginx:3', 'nginx:nosuch')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('image' as const), image }),
  fc.record({ do: fc.constant('scale' as const), replicas: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ do: fc.constant('pause' as const), paused: fc.boolean() }),
  fc.record({ do: fc.constant('node' as const), down: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 4000 }) }),
)

const key = { namespace: 'default', name: 'web' }
const patch = (rig: Rig, spec: object): void => void rig.client.patch(deployments, key, { type: 'strategic', body: { spec } })
const template = (name: string): object => ({ template: { spec: { containers: [{ name: 'c', image: name }] } } })

const act = (rig: Rig, each: Step): void => {
  if (each.do === 'image') patch(rig, template(each.image))
  if (each.do === 'scale') patch(rig, { replicas: each.replicas })
  if (each.do === 'pause') patch(rig, { paused: each.paused })
  if (each.do === 'node' && each.down) rig.down.add('node02')
  if (each.do === 'node' && !each.down) rig.down.delete('node02')
}

const counts = (rig: Rig): { readonly active: number; readonly available: number } => {
  const active = rig.list(pods, 'default').filter(podActive)
  return { active: active.length, available: active.filter((pod) => podAvailable(pod, 0, rig.clock.now)).length }
}

const start = async (replicas: number, surge: number | string, unavailable: number | string): Promise<Rig> => {
  const rig = startRig([deployment, replicaset])
  for (const name of ['node01', 'node02', 'node03']) rig.addNode(name)
  const metadata = { labels: { app: 'web' } }
  rig.client.create(deployments, {
    metadata: key,
    spec: {
      replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
      selector: { matchLabels: metadata.labels },
      template: { metadata, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } },
    },
  })
  await rig.run(6000)
  return rig
}

const isSet = (value: number | string): boolean => value !== 0

/** Runs in small steps and calls `check` after each. */
const runChecked = async (rig: Rig, milliseconds: number, check: () => void): Promise<void> => {
  for (let done = 0; done < milliseconds; done += 50) {
    await rig.run(50)
    check()
  }
}

test('a rollout never exceeds its surge nor falls below what must be available', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      amount,
      amount.filter(isSet),
      fc.array(fc.oneof(image, fc.integer({ min: 1, max: 3000 })), { maxLength: 6 }),
      async (replicas, surge, unavailable, script) => {
        const rig = await start(replicas, surge, unavailable)
        const { spec } = rig.client.get(deployments, key)
        const limits = { spec } as Deployment
        const check = (): void => {
          const { active, available } = counts(rig)
          expect(active).toBeLessThanOrEqual(wantedReplicas(limits) + maxSurge(limits))
          expect(available).toBeGreaterThanOrEqual(wantedReplicas(limits) - maxUnavailable(limits))
        }
        for (const each of script) {
          if (typeof each === 'string') patch(rig, template(each))
          else await runChecked(rig, each, check)
        }
        patch(rig, template('nginx:9'))
        await runChecked(rig, 30_000, check)
        const wanted = { replicas, updatedReplicas: replicas, availableReplicas: replicas }
        expect(rig.client.get(deployments, key).status).toMatchObject(wanted)
      },
    ),
    { numRuns: 25, seed: 1 },
  )
}, 120_000)

test('whatever happens on the way, a rollout converges and revisions rise', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 9 }),
      amount,
      amount.filter(isSet),
      fc.array(step, { maxLength: 12 }),
      async (replicas, surge, unavailable, script) => {
        const rig = await start(replicas, surge, unavailable)
        let revision = 0
        const check = (): void => {
          const now = Number(rig.client.get(deployments, key).metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0)
          expect(now).toBeGreaterThanOrEqual(revision)
          revision = now
        }
        for (const each of script) {
          act(rig, each)
          await runChecked(rig, each.do === 'wait' ? each.milliseconds : 50, check)
        }
        rig.down.clear()
        patch(rig, { paused: false, ...template('nginx:9') })
        await runChecked(rig, 60_000, check)
        const { metadata, spec, status } = rig.client.get(deployments, key)
        const wanted = spec?.replicas ?? 1
        expect([status?.replicas ?? 0, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0, status?.observedGeneration]).toEqual([
          wanted,
          wanted,
          wanted,
          metadata.generation,
        ])
        const revisions = rig
          .list(replicaSets, 'default')
          .map((each) => Number(each.metadata.annotations?.['deployment.kubernetes.io/revision']))
        expect(new Set(revisions).size).toBe(revisions.length)
        expect(rig.list(pods, 'default').length).toBe(wanted)
      },
    ),
    { numRuns: 25, seed: 2 },
  )
}, 120_000)
