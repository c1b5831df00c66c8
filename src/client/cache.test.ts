import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KubeObject } from '../api/index.ts'
import { Cache } from './cache.ts'

const object = (name: string, namespace: string, app: string, nodeName: string, owner: string): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '',
      labels: { app, tier: 'x' },
      ownerReferences: [{ uid: owner, controller: true, name: '', kind: '', apiVersion: '' }],
    },
    spec: { nodeName },
  }) as KubeObject

const step = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  namespace: fc.constantFrom('one', 'two'),
  app: fc.constantFrom('web', 'db'),
  node: fc.constantFrom('', 'node01', 'node02'),
  owner: fc.constantFrom('o1', 'o2'),
  remove: fc.boolean(),
})

test('every index agrees with a search through all objects', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cache = new Cache()
      const model = new Map<string, KubeObject>()
      for (const { name, namespace, app, node, owner, remove } of steps) {
        const key = `${namespace}/${name}`
        if (remove) {
          cache.delete({ namespace, name })
          model.delete(key)
        } else {
          const next = object(name, namespace, app, node, owner)
          cache.set(next)
          model.set(key, next)
        }
      }
      const all = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
      expect(cache.list()).toEqual(all)
      expect(cache.list('one')).toEqual(all.filter((each) => each.metadata.namespace === 'one'))
      expect(cache.byLabels('two', { app: 'web', tier: 'x' })).toEqual(
        all.filter((each) => each.metadata.namespace === 'two' && each.metadata.labels?.app === 'web'),
      )
      expect(cache.byOwner('o1')).toEqual(all.filter((each) => each.metadata.ownerReferences?.[0]?.uid === 'o1'))
      expect(cache.byNode('node01')).toEqual(all.filter((each) => (each as { spec?: { nodeName?: string } }).spec?.nodeName === 'node01'))
    }),
  )
})
