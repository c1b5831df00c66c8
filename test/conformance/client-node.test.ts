import './node-20.ts'
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  Watch,
  type V1ConfigMap,
} from '@kubernetes/client-node'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServedWorld } from './served-world.ts'

let served: ServedWorld
let config: KubeConfig
let core: CoreV1Api
let apps: AppsV1Api

beforeAll(async () => {
  served = await ServedWorld.start()
  config = new KubeConfig()
  config.loadFromString(served.kubeconfig())
  core = config.makeApiClient(CoreV1Api)
  apps = config.makeApiClient(AppsV1Api)
})
afterAll(() => served.stop())

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await done()); tries++) {
    if (tries > 500) throw new Error('Expected it to come true within 5 seconds but found it did not.')
    await sleep(10)
  }
}

const pod = (name: string) => ({ metadata: { name, labels: { app: 'x' } }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } })

test('lists, creates, reads, patches, replaces and deletes', async () => {
  await served.during(async () => {
    expect((await core.listNode()).items.map(({ metadata }) => metadata?.name)).toEqual(['controlplane', 'node01', 'node02', 'node03'])
    const made = await core.createNamespacedConfigMap({
      namespace: 'default',
      body: { metadata: { name: 'colours' }, data: { a: 'blue' } },
    })
    expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/)
    const patched = await core.patchNamespacedConfigMap(
      { namespace: 'default', name: 'colours', body: { data: { b: 'green' } } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    )
    expect(patched.data).toEqual({ a: 'blue', b: 'green' })
    const stale = { ...made, data: {} }
    await expect(core.replaceNamespacedConfigMap({ namespace: 'default', name: 'colours', body: stale })).rejects.toMatchObject({
      code: 409,
    })
    const replaced = await core.replaceNamespacedConfigMap({
      namespace: 'default',
      name: 'colours',
      body: { ...patched, data: { c: 'red' } },
    })
    expect(replaced.data).toEqual({ c: 'red' })
    await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'colours' })
    await expect(core.readNamespacedConfigMap({ namespace: 'default', name: 'colours' })).rejects.toMatchObject({ code: 404 })
    await expect(
      core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'Bad' }, spec: { containers: [] } } }),
    ).rejects.toMatchObject({ code: 422 })
  })
})

test('a Deployment comes up, and a watch tells how', async () => {
  await served.during(async () => {
    const seen: string[] = []
    const request = await new Watch(config).watch(
      '/api/v1/namespaces/default/pods',
      {},
      (phase, object: { readonly metadata: { readonly name: string } }) => void seen.push(`${phase} ${object.metadata.name}`),
      () => undefined,
    )
    await apps.createNamespacedDeployment({
      namespace: 'default',
      body: {
        metadata: { name: 'web' },
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: 'web' } },
          template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } },
        },
      },
    })
    await until(
      async () => (await apps.readNamespacedDeploymentStatus({ namespace: 'default', name: 'web' })).status?.availableReplicas === 2,
    )
    await apps.deleteNamespacedDeployment({ namespace: 'default', name: 'web' })
    await until(() => seen.filter((line) => line.startsWith('DELETED web-')).length === 2)
    request.abort()
    expect(new Set(seen.map((line) => line.split(' ')[0]))).toEqual(new Set(['ADDED', 'MODIFIED', 'DELETED']))
  })
})

test('an informer follows', async () => {
  await served.during(async () => {
    const informer = makeInformer<V1ConfigMap>(config, '/api/v1/namespaces/default/configmaps', () =>
      core.listNamespacedConfigMap({ namespace: 'default' }),
    )
    const seen: string[] = []
    for (const verb of ['add', 'update', 'delete'] as const)
      informer.on(verb, (object) => void seen.push(`${verb} ${object.metadata?.name}`))
    await informer.start()
    await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'followed' } } })
    await until(() => seen.includes('add followed'))
    await core.patchNamespacedConfigMap({ namespace: 'default', name: 'followed', body: [{ op: 'add', path: '/data', value: { a: 'b' } }] })
    await until(() => seen.includes('update followed'))
    await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'followed' })
    await until(() => seen.includes('delete followed'))
    await informer.stop()
  })
})

test('exec talks to a process in a container', async () => {
  await served.during(async () => {
    await core.createNamespacedPod({ namespace: 'default', body: pod('shell') })
    await until(async () => (await core.readNamespacedPodStatus({ namespace: 'default', name: 'shell' })).status?.phase === 'Running')
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
    let output = ''
    stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
    const ended = new Promise<unknown>((resolve) => {
      void new Exec(config).exec(
        'default',
        'shell',
        'nginx',
        ['bash', '-c', 'read line; echo "got $line on $(hostname)"; exit 3'],
        stdout,
        stderr,
        stdin,
        false,
        resolve,
      )
    })
    stdin.write('hello\n')
    expect(await ended).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    })
    expect(output).toBe('got hello on shell\n')
    expect(await core.readNamespacedPodLog({ namespace: 'default', name: 'shell', tailLines: 1 })).toMatch(/start worker process/)
  })
})
