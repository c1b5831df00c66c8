import { expect, test } from 'vitest'
import { configMaps, events, kinds, type ConfigMap, type Event } from '../api/index.ts'
import { createApiServer } from '../apiserver/index.ts'
import { createSeed, SystemError, VirtualClock } from '../base/index.ts'
import { MvccStore } from '../etcd/index.ts'
import { createAuthority, issueCertificate } from '../pki/index.ts'
import { createClient } from './client.ts'
import type { Controller } from './controller-interface.ts'
import { createRecorder } from './recorder.ts'
import { runControllers } from './run-controllers.ts'

const startsAt = Date.parse('2026-11-20T20:00:00Z')
const seed = createSeed(7)
const validity = { seed, notBefore: startsAt, notAfter: startsAt + 86_400_000 }
const ca = createAuthority({ ...validity, commonName: 'kubernetes' })
const { certificate } = issueCertificate({ ...validity, commonName: 'admin', organizations: ['system:masters'], ca })

const start = () => {
  const clock = new VirtualClock(startsAt, () => new Promise((resolve) => setImmediate(resolve)))
  const store = new MvccStore(clock)
  const begin = () => createApiServer({ clock, seed, store: () => store, kinds, version: 'v1.35.6', clientCa: ca.certificate })
  const world = { clock, store, server: begin(), up: true, begin, requests: 0 }
  const connect = () => {
    if (!world.up) throw new SystemError('ECONNREFUSED')
    const { server } = world
    return createClient({
      request: (request) => {
        if (!world.up || server !== world.server) throw new SystemError('ECONNRESET')
        world.requests++
        return server.handle(request, { address: '10.0.0.10', port: 1, certificate })
      },
    })
  }
  return { ...world, world, connect, client: connect() }
}

/** Copies each ConfigMap's `data.from` into `data.to`. */
const copier = (log: string[]): Controller => ({
  name: 'copier',
  watches: [{ kind: configMaps, keys: (object) => [object.metadata as { namespace: string; name: string }] }],
  reconcile(key, context) {
    const found = context.cache(configMaps).get(key)
    log.push(`${key.name} ${found?.data?.to ?? '-'}`)
    if (found?.data?.from && found.data.to !== found.data.from)
      context.client.update(configMaps, { ...found, data: { ...found.data, to: found.data.from } })
  },
})

test('a controller reconciles from its cache until the state is as wanted', async () => {
  const { clock, client, connect } = start()
  const log: string[] = []
  const { stop } = runControllers({ controllers: [copier(log)], clock, seed, connect, component: 'test' })
  client.create(configMaps, { metadata: { name: 'a', namespace: 'default' }, data: { from: '1' } })
  await clock.advanceTo(startsAt + 1000)
  expect(client.get(configMaps, { namespace: 'default', name: 'a' }).data).toEqual({ from: '1', to: '1' })
  expect(log).toEqual(['a -', 'a 1'])
  stop()
  client.delete(configMaps, { namespace: 'default', name: 'a' })
  await clock.advanceTo(startsAt + 2000)
  expect(log).toHaveLength(2)
})

test('a controller survives its server: it backs off, lists anew and goes on', async () => {
  const { clock, world, connect, client } = start()
  const log: string[] = []
  runControllers({ controllers: [copier(log)], clock, seed, connect, component: 'test' })
  client.create(configMaps, { metadata: { name: 'a', namespace: 'default' } })
  await clock.advanceTo(startsAt + 1000)
  world.up = false
  world.server.stop()
  await clock.advanceTo(startsAt + 60_000)
  world.server = world.begin()
  world.up = true
  const fresh = connect()
  fresh.delete(configMaps, { namespace: 'default', name: 'a' })
  fresh.create(configMaps, { metadata: { name: 'b', namespace: 'default' }, data: { from: '2' } })
  await clock.advanceTo(startsAt + 180_000)
  expect(fresh.get(configMaps, { namespace: 'default', name: 'b' }).data?.to).toBe('2')
  expect(log).toContain('a -')
})

test('conflicts are worked on again with growing delay', async () => {
  const { clock, client, connect } = start()
  const times: number[] = []
  const failing: Controller = {
    name: 'failing',
    watches: [{ kind: configMaps, keys: (object) => [object.metadata as { namespace: string; name: string }] }],
    reconcile(key, context) {
      times.push(clock.now)
      if (times.length < 6)
        context.client.update(configMaps, {
          ...context.cache(configMaps).get(key)!,
          metadata: { ...context.cache(configMaps).get(key)!.metadata, resourceVersion: '1' },
        } as ConfigMap)
    },
  }
  runControllers({ controllers: [failing], clock, seed, connect, component: 'test' })
  client.create(configMaps, { metadata: { name: 'a', namespace: 'default' } })
  await clock.advanceTo(startsAt + 5000)
  expect(times.slice(1).map((time, index) => time - times[index]!)).toEqual([6, 11, 21, 41, 81])
})

test('events that repeat are counted, similar ones combined, floods cut off', async () => {
  const { clock, client } = start()
  const pod = client.create(configMaps, { metadata: { name: 'web', namespace: 'default' } })
  const recorder = createRecorder({ client, clock, component: 'kubelet', host: 'node01' })
  const stored = (): readonly Event[] => client.list(events).items
  for (let i = 0; i < 3; i++) {
    recorder.record(pod, 'Warning', 'BackOff', 'Back-off restarting failed container')
    await clock.advanceTo(clock.now + 10_000)
  }
  expect(stored().map(({ count, reason, firstTimestamp, lastTimestamp }) => ({ count, reason, firstTimestamp, lastTimestamp }))).toEqual([
    { count: 3, reason: 'BackOff', firstTimestamp: '2026-11-20T20:00:00Z', lastTimestamp: '2026-11-20T20:00:20Z' },
  ])
  expect(stored()[0]!.metadata.name).toMatch(/^web\.[0-9a-f]{16}$/)
  for (let i = 0; i < 30; i++) recorder.record(pod, 'Normal', 'Pulled', `message ${i}`)
  await clock.advanceTo(clock.now + 1000)
  const combined = stored().filter(({ message }) => message?.startsWith('(combined from similar events): '))
  expect(combined).toHaveLength(1)
  expect(stored()).toHaveLength(1 + 9 + 1)
  await clock.advanceTo(clock.now + 4_000_000)
  expect(stored()).toEqual([])
})
