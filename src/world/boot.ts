import { nodes, pods } from '../api/index.ts'
import { ApiError, SystemError } from '../base/index.ts'
import type { Client } from '../client/index.ts'
import { bufferReader, CollectingWriter } from '../machine/index.ts'
import { addons } from './kubeadm/addons.ts'
import { apiPort, clusterDns, podSubnet } from './kubeadm/subnets.ts'
import type { World } from './world.ts'

const bootLimit = 600_000
const pollInterval = 250

const isReady = (object: {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}): boolean => object.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false

/** Asks again and again, in virtual time, until the answer is yes; no server counts as no. */
const until = async (world: World, ask: (client: Client) => boolean): Promise<void> => {
  const end = world.clock.now + bootLimit
  while (world.clock.now < end) {
    try {
      if (ask(world.client())) return
    } catch (error) {
      if (!(error instanceof SystemError) && !(error instanceof ApiError)) throw error
    }
    await world.clock.advanceTo(world.clock.now + pollInterval)
  }
  throw new Error(`Expected the cluster to be up after ${bootLimit / 60_000} minutes of virtual time but found it not ready.`)
}

/** What kubeadm does after the control plane is up, and the wait until all is quiet. */
export const bootCluster = async (world: World, options: { readonly fresh: boolean }): Promise<void> => {
  for (const machine of world.machines.values()) machine.powerOn()
  await until(world, (client) => client.list(nodes).items.length === world.machines.size)
  const { address, kubernetes } = world.controlPlane
  const made = addons({ kubernetes, server: `https://${address}:${apiPort}`, podSubnet, clusterDns })
  const collections: Readonly<Record<string, string>> = {
    ConfigMap: 'api/v1',
    ServiceAccount: 'api/v1',
    Service: 'api/v1',
    Deployment: 'apis/apps/v1',
    DaemonSet: 'apis/apps/v1',
  }
  for (const object of made as readonly { readonly kind: string }[]) {
    const path = `/${collections[object.kind]}/namespaces/kube-system/${object.kind.toLowerCase()}s`
    world.client().request({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body: object })
  }
  await until(world, (client) => {
    const all = client.list(pods).items
    return all.length >= 4 + 2 + world.machines.size && all.every(isReady) && client.list(nodes).items.every(isReady)
  })
  await settle(world, 60_000)
  if (!options.fresh) {
    for (const namespace of ['default', 'kube-system'])
      world.client().request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/events`, headers: {} })
  }
  await setUp(world)
}

const setupLimit = 3_600_000
const environment = new Map([
  ['HOME', '/root'],
  ['USER', 'root'],
  ['LOGNAME', 'root'],
  ['LANG', 'C.UTF-8'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
])

/** Runs a command as root on the control plane; an Error with what it printed if it fails. */
const prepare = async (world: World, argv: readonly string[], input: string): Promise<void> => {
  const output = new CollectingWriter()
  const machine = world.machine(world.controlPlane.hostname)
  const process = machine.spawn(argv, { stdin: bufferReader(input), stdout: output, stderr: output, cwd: '/root', env: environment })
  await world.runUntil(() => process.exitCode !== undefined, setupLimit)
  if (process.exitCode !== 0)
    throw new Error(`Expected the world's set-up to succeed but found exit code ${process.exitCode}:\n${output.text}`)
}

/** Applies the manifests and runs the scripts of the scenario. */
const setUp = async (world: World): Promise<void> => {
  const { manifests, setup } = world.scenario
  for (const manifest of manifests) await prepare(world, ['kubectl', 'apply', '-f', '-'], manifest)
  if (manifests.length > 0) await settle(world, 300_000)
  for (const script of setup) await prepare(world, ['bash', '-c', script], '')
  if (setup.length > 0) await settle(world, 300_000)
}

const calm = 2500

/** Lets time pass until no object but Leases and Events has changed for 2.5 s, or `limit` milliseconds are over. */
export const settle = async (world: World, limit: number): Promise<void> => {
  const end = world.clock.now + limit
  let lastChange = world.clock.now
  const store = world.store
  const cancel = store?.watch('/registry/', '/registry0', store.revision + 1, ({ now }) => {
    if (!/^\/registry\/(leases|events|masterleases)\//.test(now.key)) lastChange = world.clock.now
  })
  while (world.clock.now < end && world.clock.now < lastChange + calm) await world.clock.advanceTo(Math.min(end, lastChange + calm))
  cancel?.()
}
