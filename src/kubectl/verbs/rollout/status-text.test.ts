import { expect, test } from 'vitest'
import { statusViewer } from './status-text.ts'

const deployment = (status: Readonly<Record<string, number>>) => ({
  metadata: { name: 'web', generation: 2 },
  spec: { replicas: 3 },
  status: { observedGeneration: 2, ...status },
})

test('a Deployment goes through its messages until it is rolled out', () => {
  const view = statusViewer('Deployment', 'apps')
  const texts = [
    deployment({ observedGeneration: 1 }),
    deployment({ updatedReplicas: 1, replicas: 3 }),
    deployment({ updatedReplicas: 3, replicas: 4 }),
    deployment({ updatedReplicas: 3, replicas: 3, availableReplicas: 2 }),
    deployment({ updatedReplicas: 3, replicas: 3, availableReplicas: 3 }),
  ].map((object) => view(object, 0).text)
  expect(texts).toEqual([
    'Waiting for deployment spec update to be observed...\n',
    'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...\n',
    'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...\n',
    'Waiting for deployment "web" rollout to finish: 2 of 3 updated replicas are available...\n',
    'deployment "web" successfully rolled out\n',
  ])
})

test('kinds without rollouts are refused', () => {
  expect(() => statusViewer('ReplicaSet', 'apps')).toThrow('no status viewer has been implemented for ReplicaSet.apps')
})
