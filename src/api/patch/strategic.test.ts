import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyStrategicMergePatch, createThreeWayMergePatch, createTwoWayMergePatch } from './index.ts'

const name = fc.constantFrom('a', 'b', 'c', 'd')
const container = fc.record(
  {
    name,
    image: fc.constantFrom('nginx:1', 'nginx:2'),
    args: fc.array(name, { minLength: 1, maxLength: 3 }),
    env: fc.uniqueArray(fc.record({ name, value: name }), { selector: (item) => item.name, minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['name', 'image'] },
)
const pod = fc.record({
  metadata: fc.record(
    { labels: fc.dictionary(name, name, { minKeys: 1 }), finalizers: fc.uniqueArray(name, { minLength: 1 }) },
    { requiredKeys: [] },
  ),
  spec: fc.record(
    {
      containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1, maxLength: 3 }),
      tolerations: fc.array(fc.record({ key: name }), { minLength: 1, maxLength: 2 }),
      restartPolicy: fc.constantFrom('Always', 'Never'),
    },
    { requiredKeys: ['containers'] },
  ),
})

test('a two-way patch turns the first into the second', () => {
  fc.assert(
    fc.property(pod, pod, (a, b) => {
      expect(applyStrategicMergePatch(a, createTwoWayMergePatch(a, b, 'Pod'), 'Pod')).toEqual(b)
    }),
  )
})

test('a three-way patch whose original is current turns it into the modified', () => {
  fc.assert(
    fc.property(pod, pod, (a, b) => {
      expect(applyStrategicMergePatch(a, createThreeWayMergePatch(a, b, a, 'Pod'), 'Pod')).toEqual(b)
    }),
  )
})

test('equal objects need no patch', () => {
  fc.assert(
    fc.property(pod, (a) => {
      expect(createThreeWayMergePatch(a, a, a, 'Pod')).toEqual({})
    }),
  )
})
