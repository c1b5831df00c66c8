import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VirtualClock } from '../base/index.ts'
import { prefixEnd } from './key-range.ts'
import type { KeyValue, StoreEvent } from './store-interface.ts'
import { MvccStore } from './store.ts'

const createClock = () => new VirtualClock(0, () => new Promise((resolve) => setImmediate(resolve)))
const put = (store: MvccStore, key: string, value: unknown, lease?: number) =>
  store.txn([], [{ put: key, value, ...(lease ? { lease } : {}) }])

test('a put counts up revision and version', () => {
  const store = new MvccStore(createClock())
  put(store, '/a', 1)
  put(store, '/b', 2)
  put(store, '/a', 3)
  expect(store.range('/', prefixEnd('/'))).toEqual([
    { key: '/a', value: 3, version: 2, createRevision: 2, modRevision: 4 },
    { key: '/b', value: 2, version: 1, createRevision: 3, modRevision: 3 },
  ])
  expect(store.get('/a', 2)?.value).toBe(1)
})

test('a transaction whose comparison fails runs its other branch', () => {
  const store = new MvccStore(createClock())
  put(store, '/a', 1)
  const answer = store.txn([{ key: '/a', modRevision: 9 }], [{ put: '/a', value: 2 }], [{ range: '/a' }])
  expect(answer).toEqual({
    succeeded: false,
    revision: 2,
    read: [[{ key: '/a', value: 1, version: 1, createRevision: 2, modRevision: 2 }]],
  })
})

test('watchers that write are told in the order of revisions', () => {
  const store = new MvccStore(createClock())
  const seen: string[] = []
  store.watch('/a', prefixEnd('/a'), 0, () => put(store, '/b', 1))
  store.watch('/', prefixEnd('/'), 0, (event) => seen.push(`${event.now.key}@${event.now.modRevision}`))
  put(store, '/a', 1)
  expect(seen).toEqual(['/a@2', '/b@3'])
})

test('a lease that nobody keeps alive takes its keys along', async () => {
  const clock = createClock()
  const store = new MvccStore(clock)
  store.grantLease(1, 10)
  put(store, '/a', 1, 1)
  await clock.advanceTo(9000)
  store.keepAlive(1)
  await clock.advanceTo(18_999)
  expect(store.count('/', prefixEnd('/'))).toBe(1)
  await clock.advanceTo(19_000)
  expect(store.count('/', prefixEnd('/'))).toBe(0)
})

test('what is compacted can not be read', () => {
  const store = new MvccStore(createClock())
  for (const value of [1, 2, 3]) put(store, '/a', value)
  store.compact(3)
  expect(() => store.get('/a', 2)).toThrow('etcdserver: mvcc: required revision has been compacted')
  expect(() => store.compact(3)).toThrow('etcdserver: mvcc: required revision has been compacted')
  expect(() => store.watch('/', '\0', 2, () => undefined)).toThrow('etcdserver: mvcc: required revision has been compacted')
  expect(() => store.get('/a', 9)).toThrow('etcdserver: mvcc: required revision is a future revision')
  expect(store.get('/a', 3)?.value).toBe(2)
})

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: fc.integer({ min: 0, max: 30 }), value: fc.nat(99) }) },
  { weight: 3, arbitrary: fc.record({ delete: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ deleteFrom: fc.integer({ min: 0, max: 30 }), to: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ compact: fc.double({ min: 0, max: 1, noNaN: true }) }) },
)
const keyOf = (number: number) => `/k/${String(number).padStart(2, '0')}`

test('every past revision stays readable, and watches and restores agree with it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const clock = createClock()
      const store = new MvccStore(clock)
      const states = new Map<number, ReadonlyMap<string, unknown>>([[1, new Map()]])
      const live: StoreEvent[] = []
      store.watch('/', '\0', 0, (event) => live.push(event))
      for (const each of steps) {
        const state = new Map(states.get(store.revision)!)
        if ('put' in each) {
          put(store, keyOf(each.put), each.value)
          state.set(keyOf(each.put), each.value)
        } else if ('delete' in each) {
          store.txn([], [{ delete: keyOf(each.delete) }])
          state.delete(keyOf(each.delete))
        } else if ('deleteFrom' in each) {
          store.txn([], [{ delete: keyOf(each.deleteFrom), end: keyOf(each.to) }])
          for (const key of [...state.keys()]) if (key >= keyOf(each.deleteFrom) && key < keyOf(each.to)) state.delete(key)
        } else {
          const revision = store.compacted + 1 + Math.floor(each.compact * (store.revision - store.compacted))
          if (revision <= store.revision) store.compact(revision)
        }
        states.set(store.revision, state)
      }
      const restored = MvccStore.restore(clock, store.save())
      for (const each of [store, restored]) {
        for (let revision = Math.max(each.compacted, 1); revision <= each.revision; revision++) {
          const found = each.range('/', '\0', { atRevision: revision }).map((entry) => [entry.key, entry.value])
          expect(found).toEqual([...states.get(revision)!].sort(([a], [b]) => (a < b ? -1 : 1)))
        }
        expect(each.count(keyOf(5), keyOf(20))).toBe(each.range(keyOf(5), keyOf(20)).length)
      }
      expect(restored.save()).toEqual(store.save())
      const replayed: StoreEvent[] = []
      store.watch('/', '\0', store.compacted + 1, (event) => replayed.push(event))
      const project = (events: readonly StoreEvent[]): KeyValue[] =>
        events.map((event) => event.now).filter((entry) => entry.modRevision > store.compacted)
      expect(project(replayed)).toEqual(project(live))
    }),
    { numRuns: 150 },
  )
})

test('ten thousand keys go in and come out in order', () => {
  const store = new MvccStore(createClock())
  for (let i = 0; i < 10_000; i++) put(store, `/registry/pods/default/${(i * 7919) % 10_007}`, i)
  expect(store.count('/registry/pods/', prefixEnd('/registry/pods/'))).toBe(10_000)
  const keys = store.range('/registry/pods/', prefixEnd('/registry/pods/')).map((entry) => entry.key)
  expect(keys).toEqual([...keys].sort())
})
