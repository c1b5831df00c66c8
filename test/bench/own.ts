// One measurement of Bottleship in a process of its own: boot NODES, deployment PODS NODES or idle NODES MINUTES. Prints JSON.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { hop } from '../../src/host/cli/node-hop.ts'
import { programs } from '../../src/host/programs.ts'
import { scenarios, settle, World } from '../../src/world/index.ts'

interface Result {
  /** Of real time. */
  readonly seconds: number
  /** Seconds of all threads of the process. */
  readonly cpu: number
  /** Of the world's time. */
  readonly virtualSeconds: number
  readonly events: number
  readonly ended: boolean
}

const worldOf = (workers: number): World => {
  const nodes = ['controlplane', ...Array.from({ length: workers }, (_, index) => `node${String(index + 1).padStart(2, '0')}`)]
  const onBug = (error: unknown): never => {
    throw error
  }
  return new World({ scenario: { ...scenarios.bare, nodes }, hop, programs, onBug })
}

/** Writes a CPU profile of `work` to the file that BENCH_PROFILE names. */
const profiled = async (work: () => Promise<boolean>): Promise<boolean> => {
  const file = process.env['BENCH_PROFILE']
  if (file === undefined) return work()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  const ended = await work()
  const { profile } = await session.post('Profiler.stop')
  writeFileSync(file, JSON.stringify(profile))
  return ended
}

const measured = async (world: () => World, work: () => Promise<boolean>): Promise<Result> => {
  const [started, used] = [performance.now(), process.cpuUsage()]
  const before = world().clock.now
  const ended = await profiled(work)
  const { user, system } = process.cpuUsage(used)
  return {
    seconds: (performance.now() - started) / 1000,
    cpu: (user + system) / 1e6,
    virtualSeconds: (world().clock.now - before) / 1000,
    events: world().clock.events,
    ended,
  }
}

const booted = async (workers: number): Promise<World> => {
  const world = worldOf(workers)
  await world.boot()
  return world
}

const available = '/registry/deployments/default/web'
const hour = 3_600_000

const deploy = async (pods: number, workers: number): Promise<Result> => {
  const world = await booted(workers)
  await settle(world, 60_000)
  return measured(
    () => world,
    async () => {
      const labels = { app: 'web' }
      const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } }
      const body = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { replicas: pods, selector: { matchLabels: labels }, template },
      }
      world.client().request({
        method: 'POST',
        path: '/apis/apps/v1/namespaces/default/deployments',
        headers: { 'content-type': 'application/json' },
        body,
      })
      let done = false
      const { store } = world
      const cancel = store?.watch(available, `${available}0`, store.revision, ({ now }) => {
        done = (now.value as { readonly status?: { readonly availableReplicas?: number } } | undefined)?.status?.availableReplicas === pods
      })
      await world.runUntil(() => done, hour)
      cancel?.()
      return done
    },
  )
}

const works: Readonly<Record<string, (...words: number[]) => Promise<Result>>> = {
  boot: (workers = 3) => {
    let world: World
    return measured(
      () => (world ??= worldOf(workers)),
      async () => {
        await world.boot()
        return true
      },
    )
  },
  deployment: (pods = 100, workers = 3) => deploy(pods, workers),
  idle: async (workers = 3, minutes = 10) => {
    const world = await booted(workers)
    return measured(
      () => world,
      async () => {
        await world.clock.advanceTo(world.clock.now + minutes * 60_000)
        return true
      },
    )
  },
}

const [work = '', ...words] = process.argv.slice(2)
const result = await works[work]?.(...words.map(Number))
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit())
