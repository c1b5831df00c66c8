import { expect, test } from 'vitest'
import { configMaps, kinds, pods } from '../api/index.ts'
import { createSeed, VirtualClock } from '../base/index.ts'
import { MvccStore } from '../etcd/index.ts'
import type { HttpRequest } from '../machine/index.ts'
import { createAuthority, issueCertificate } from '../pki/index.ts'
import { createApiServer } from './server.ts'

const startsAt = Date.parse('2026-11-20T20:00:00Z')
const seed = createSeed(7)
const validity = { seed, notBefore: startsAt, notAfter: startsAt + 86_400_000 }
const ca = createAuthority({ ...validity, commonName: 'kubernetes' })
const { certificate } = issueCertificate({ ...validity, commonName: 'kubernetes-admin', organizations: ['kubeadm:cluster-admins'], ca })
const admin = { address: '10.0.0.10', port: 40_000, certificate }

const start = () => {
  const clock = new VirtualClock(startsAt, () => new Promise((resolve) => setImmediate(resolve)))
  const store = new MvccStore(clock)
  const server = createApiServer({ clock, seed, store: () => store, kinds, version: 'v1.35.6', clientCa: ca.certificate })
  const send = (method: string, path: string, body?: unknown, headers: HttpRequest['headers'] = {}) =>
    server.handle({ method, path, headers, ...(body === undefined ? {} : { body }) }, admin)
  return { clock, store, server, send }
}

test('a ConfigMap is created, read, listed, changed and deleted', () => {
  const { send } = start()
  const created = send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'st' }, data: { a: '1' } })
  expect(created).toMatchObject({
    status: 201,
    body: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'st', namespace: 'default' }, data: { a: '1' } },
  })
  expect(send('GET', '/api/v1/namespaces/default/configmaps/st').body).toBe(created.body)
  const path = '/api/v1/namespaces/default/configmaps/st'
  expect(send('PUT', path, { metadata: { name: 'st', resourceVersion: '1' } })).toMatchObject({ status: 409 })
  expect(send('PUT', path, { metadata: { name: 'st' }, data: { a: '2' } })).toMatchObject({ status: 200, body: { data: { a: '2' } } })
  expect(send('DELETE', path)).toMatchObject({
    status: 200,
    body: { kind: 'Status', status: 'Success', details: { name: 'st', kind: 'configmaps' } },
  })
  expect(send('GET', path)).toMatchObject({ status: 404, body: { message: 'configmaps "st" not found' } })
})

test('watchers see what comes into and goes out of their sight', () => {
  const { send } = start()
  const seen: unknown[] = []
  const response = send('GET', '/api/v1/namespaces/default/configmaps?watch=1&labelSelector=g%3Da')
  response.stream!({ push: (piece) => seen.push(piece), end: () => seen.push('end') })
  send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'w' } })
  send('PUT', '/api/v1/namespaces/default/configmaps/w', { metadata: { name: 'w', labels: { g: 'a' } } })
  send('PUT', '/api/v1/namespaces/default/configmaps/w', { metadata: { name: 'w', labels: { g: 'b' } } })
  expect(seen).toMatchObject([
    { type: 'ADDED', object: { metadata: { labels: { g: 'a' } } } },
    { type: 'DELETED', object: { metadata: { labels: { g: 'a' } } } },
  ])
})

test('pages of a list show one revision', () => {
  const { send } = start()
  for (const name of ['a', 'b', 'c']) send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name } })
  const first = send('GET', '/api/v1/namespaces/default/configmaps?limit=2').body as {
    metadata: { continue: string; remainingItemCount: number }
  }
  expect(first.metadata.remainingItemCount).toBe(1)
  send('DELETE', '/api/v1/namespaces/default/configmaps/c')
  const second = send('GET', `/api/v1/namespaces/default/configmaps?limit=2&continue=${first.metadata.continue}`).body
  expect(second).toMatchObject({ items: [{ metadata: { name: 'c' } }] })
  expect(send('GET', '/api/v1/pods?continue=zzz')).toMatchObject({
    body: { message: "invalid continue token: continue key is not valid: invalid character 'Ï' looking for beginning of value" },
  })
})

test('the first objects of a cluster are there', () => {
  const { send } = start()
  const body = send('GET', '/api/v1/namespaces').body as { items: { metadata: { name: string } }[] }
  expect(body.items.map((item) => item.metadata.name)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system'])
  expect(send('GET', '/api/v1/namespaces/default/services/kubernetes')).toMatchObject({ body: { spec: { clusterIP: '10.96.0.1' } } })
})

test('a bound Pod ends gracefully, an unbound one at once', () => {
  const { send } = start()
  const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
  send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } })
  expect(send('POST', '/api/v1/namespaces/default/pods', pod)).toMatchObject({ status: 201, body: { kind: 'Pod' } })
  expect(send('DELETE', '/api/v1/namespaces/default/pods/p')).toMatchObject({ status: 200, body: { kind: 'Pod' } })
  expect(send('GET', '/api/v1/namespaces/default/pods/p').status).toBe(404)
  send('POST', '/api/v1/namespaces/default/pods', { ...pod, spec: { ...pod.spec, nodeName: 'node01' } })
  expect(send('DELETE', '/api/v1/namespaces/default/pods/p')).toMatchObject({
    body: { metadata: { deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-11-20T20:00:30Z' } },
  })
  expect(send('DELETE', '/api/v1/namespaces/default/pods/p', { gracePeriodSeconds: 0 }).status).toBe(200)
  expect(send('GET', '/api/v1/namespaces/default/pods/p').status).toBe(404)
})

test('kinds are what the tests take them for', () => {
  expect([configMaps.plural, pods.plural]).toEqual(['configmaps', 'pods'])
})
