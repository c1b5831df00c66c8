import { expect, test } from 'vitest'
import { kinds } from '../api/index.ts'
import { createSeed, SystemError, VirtualClock } from '../base/index.ts'
import { MvccStore } from '../etcd/index.ts'
import type { HttpRequest, Peer } from '../machine/index.ts'
import { createAuthority, createKey, issueCertificate, privateKeyPem, publicKeyPem } from '../pki/index.ts'
import { createApiServer } from './server.ts'

const startsAt = Date.parse('2026-11-20T20:00:00Z')
const seed = createSeed(7)
const validity = { seed, notBefore: startsAt, notAfter: startsAt + 86_400_000 }
const ca = createAuthority({ ...validity, commonName: 'kubernetes' })
const { certificate } = issueCertificate({ ...validity, commonName: 'admin', organizations: ['system:masters'], ca })
const key = createKey(seed, 'sa')

const start = () => {
  const clock = new VirtualClock(startsAt, () => new Promise((resolve) => setImmediate(resolve)))
  const world = { store: new MvccStore(clock), etcdIsUp: true }
  const server = createApiServer({
    clock,
    seed,
    store: () => {
      if (!world.etcdIsUp) throw new SystemError('ECONNREFUSED', '127.0.0.1:2379')
      return world.store
    },
    kinds,
    version: 'v1.35.6',
    clientCa: ca.certificate,
    serviceAccounts: { issuer: 'https://kubernetes.default.svc', signingKey: privateKeyPem(key), publicKeys: [publicKeyPem(key.point)] },
  })
  const ask = (request: HttpRequest, peer: Peer = { address: '10.0.0.10', port: 1, certificate }) => server.handle(request, peer)
  const send = (method: string, path: string, body?: unknown, headers: HttpRequest['headers'] = {}) =>
    ask({ method, path, headers, ...(body === undefined ? {} : { body }) })
  send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } })
  return { clock, world, server, ask, send }
}

const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } }

test('a Pod is bound once', () => {
  const { send } = start()
  send('POST', '/api/v1/namespaces/default/pods', pod)
  const binding = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'node01' } }
  expect(send('POST', '/api/v1/namespaces/default/pods/p/binding', binding).status).toBe(201)
  expect(send('GET', '/api/v1/namespaces/default/pods/p').body).toMatchObject({
    spec: { nodeName: 'node01' },
    status: { conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-20T20:00:00Z' }] },
  })
  expect(send('POST', '/api/v1/namespaces/default/pods/p/binding', binding)).toMatchObject({
    status: 409,
    body: { message: 'Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "node01"' },
  })
})

test('a Binding may also be posted by itself', () => {
  const { send } = start()
  send('POST', '/api/v1/namespaces/default/pods', pod)
  const answered = send('POST', '/api/v1/namespaces/default/bindings', {
    metadata: { name: 'p' },
    target: { kind: 'Node', name: 'node01' },
  })
  expect(answered.status).toBe(201)
  expect(send('GET', '/api/v1/namespaces/default/pods/p').body).toMatchObject({ spec: { nodeName: 'node01' } })
})

test('only the node of a Pod is told of it', () => {
  const { send } = start()
  const seen: string[] = []
  for (const node of ['node01', 'node02']) {
    const { stream } = send('GET', `/api/v1/pods?watch=true&fieldSelector=spec.nodeName%3D${node}`)
    stream!({ push: (event) => seen.push(`${node} ${(event as { type: string }).type}`), end: () => undefined })
  }
  send('POST', '/api/v1/namespaces/default/pods', pod)
  send('POST', '/api/v1/namespaces/default/pods/p/binding', { metadata: { name: 'p' }, target: { name: 'node02' } })
  send('DELETE', '/api/v1/namespaces/default/pods/p', { gracePeriodSeconds: 0 })
  expect(seen).toEqual(['node02 ADDED', 'node02 MODIFIED', 'node02 DELETED'])
})

test('a service account asks with its token as long as it exists', () => {
  const { ask, send } = start()
  const created = send('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { spec: {} }).body as {
    status: { token: string }
  }
  const asAccount = (path: string) =>
    ask({ method: 'GET', path, headers: { authorization: `Bearer ${created.status.token}` } }, { address: '10.244.1.2', port: 1 })
  expect(asAccount('/api/v1/namespaces/default/pods')).toMatchObject({
    status: 403,
    body: {
      message:
        'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"',
    },
  })
  send('DELETE', '/api/v1/namespaces/default/serviceaccounts/default')
  expect(asAccount('/api/v1/namespaces/default/pods')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } })
})

test('an unknown certificate is refused, none is anonymous', () => {
  const { ask } = start()
  const other = createAuthority({ ...validity, commonName: 'other' })
  const stranger = issueCertificate({ ...validity, commonName: 'admin', organizations: ['system:masters'], ca: other }).certificate
  const request = { method: 'GET', path: '/api/v1/nodes', headers: {} }
  expect(ask(request, { address: '', port: 1, certificate: stranger }).status).toBe(401)
  expect(ask(request, { address: '', port: 1 })).toMatchObject({
    body: { message: 'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope' },
  })
})

test('Services get addresses and node ports that nobody else has', () => {
  const { send } = start()
  const path = '/api/v1/namespaces/default/services'
  const service = (name: string, spec: object) => ({ metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } })
  const first = send('POST', path, service('a', { type: 'NodePort', clusterIP: '10.96.7.7' })).body as {
    spec: { ports: { nodePort: number }[] }
  }
  const { nodePort } = first.spec.ports[0]!
  expect(nodePort).toBeGreaterThanOrEqual(30_086)
  expect(send('POST', path, service('b', { clusterIP: '10.96.7.7' }))).toMatchObject({
    status: 422,
    body: {
      message:
        'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated',
    },
  })
  expect(send('POST', path, service('c', { type: 'NodePort', ports: [{ port: 80, nodePort }] }))).toMatchObject({
    body: { message: `Service "c" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort}: provided port is already allocated` },
  })
  send('DELETE', `${path}/a`)
  expect(send('POST', path, service('b', { clusterIP: '10.96.7.7' })).status).toBe(201)
})

test('tables carry cells and metadata; a watch describes its columns once', () => {
  const { send } = start()
  const accept = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }
  const seen: { object: { columnDefinitions: unknown[]; rows: unknown[] } }[] = []
  send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' }, data: { k: 'v' } })
  const { stream } = send('GET', '/api/v1/namespaces/default/configmaps?watch=1', undefined, accept)
  stream!({ push: (event) => seen.push(event as (typeof seen)[number]), end: () => undefined })
  send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'b' } })
  expect(seen.map(({ object }) => [object.columnDefinitions.length > 0, object.rows.length])).toEqual([
    [true, 1],
    [false, 1],
  ])
  expect(send('GET', '/api/v1/namespaces/default/configmaps', undefined, accept).body).toMatchObject({
    kind: 'Table',
    rows: [{ object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } }, { object: { metadata: { name: 'b' } } }],
  })
})

test('without etcd the server says so, and watches go on once it is back', () => {
  const { send, world } = start()
  const seen: string[] = []
  send('GET', '/api/v1/configmaps?watch=1').stream!({
    push: (event) => seen.push((event as { type: string }).type),
    end: () => seen.push('end'),
  })
  world.etcdIsUp = false
  expect(send('GET', '/api/v1/pods')).toMatchObject({
    status: 500,
    body: { message: expect.stringContaining('dial tcp 127.0.0.1:2379: connect: connection refused') },
  })
  expect(send('GET', '/livez')).toMatchObject({ status: 500, body: expect.stringContaining('[-]etcd failed: reason withheld\n') })
  expect(send('GET', '/version').status).toBe(200)
  world.etcdIsUp = true
  send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } })
  expect(seen).toEqual(['ADDED'])
})

test('a restored store that knows less ends all watches', () => {
  const { send, world, clock } = start()
  const backup = world.store.save()
  send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } })
  const seen: string[] = []
  send('GET', '/api/v1/configmaps?watch=1').stream!({
    push: (event) => seen.push((event as { type: string }).type),
    end: () => seen.push('end'),
  })
  world.store = MvccStore.restore(clock, backup)
  expect(send('GET', '/api/v1/configmaps').body).toMatchObject({ items: [] })
  expect(seen).toEqual(['ADDED', 'end'])
})
