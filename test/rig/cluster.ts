import { parseYaml } from '../../src/base/index.ts'
import type { Event as KubeEvent, Pod } from '../../src/api/index.ts'
import { hop } from '../../src/host/cli/node-hop.ts'
import { programs } from '../../src/host/programs.ts'
import { bufferReader, CollectingWriter } from '../../src/machine/index.ts'
import { scenarioOf, World } from '../../src/world/index.ts'

const environment = new Map([
  ['HOME', '/root'],
  ['USER', 'root'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
])

/** Boots a small world; bugs of the simulator fail the test that waits. */
export const startCluster = async (nodes: readonly string[] = ['controlplane', 'node01']) => {
  const bugs: unknown[] = []
  const world = new World({ scenario: scenarioOf({ base: 'bare', nodes }), hop, programs, onBug: (error) => void bugs.push(error) })
  await world.boot()
  const { clock } = world

  /** Runs a script as root and waits for its end, ten hours of virtual time at most. */
  const run = async (script: string, on = 'controlplane') => {
    const [stdout, stderr] = [new CollectingWriter(), new CollectingWriter()]
    const options = { stdin: bufferReader(''), stdout, stderr, cwd: '/root', env: environment }
    const process = world.machine(on).spawn(['bash', '-c', script], options)
    await world.runUntil(() => process.exitCode !== undefined || bugs.length > 0, 36_000_000)
    if (bugs.length > 0) throw bugs[0]
    return { code: process.exitCode, stdout: stdout.text, stderr: stderr.text }
  }

  /** Lets seconds pass. */
  const wait = async (seconds: number): Promise<void> => {
    await clock.advanceTo(clock.now + seconds * 1000)
    if (bugs.length > 0) throw bugs[0]
  }

  /** Makes objects from a manifest. */
  const apply = async (manifest: string): Promise<void> => {
    world.machine('controlplane').files.write('/root/manifest.yaml', manifest)
    const { code, stderr } = await run('kubectl apply -f manifest.yaml')
    if (code !== 0) throw new Error(stderr)
  }

  /** A Pod on node01 with one container `main`. */
  const pod = (name: string, spec: string): Promise<void> => {
    const container = parseYaml(spec) as Readonly<Record<string, unknown>>
    const { restartPolicy, terminationGracePeriodSeconds, initContainers, volumes, containers, activeDeadlineSeconds, ...main } = container
    const whole = { restartPolicy, terminationGracePeriodSeconds, initContainers, volumes, activeDeadlineSeconds, nodeName: 'node01' }
    const list = containers ?? [{ name: 'main', image: 'nginx:1.27', ...main }]
    return apply(
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { ...whole, containers: list } }),
    )
  }

  /** Notes what happens to objects whose name begins so: `seconds since the call: what`. */
  const timeline = (prefix: string, describe: (pod: Pod) => string = defaultState) => {
    const begin = clock.now
    const lines: { readonly at: number; readonly text: string }[] = []
    let last = ''
    const note = (text: string): void => void lines.push({ at: (clock.now - begin) / 1000, text })
    const store = world.store!
    const stop = store.watch('/registry/', '/registry0', store.revision + 1, ({ type, now }) => {
      if (now.key.startsWith('/registry/events/') && type === 'put') {
        const event = now.value as KubeEvent
        if (event.involvedObject.name?.startsWith(prefix))
          note(`${event.reason}${(event.count ?? 1) > 1 ? ` x${event.count}` : ''}: ${event.message}`)
      }
      if (!now.key.startsWith(`/registry/pods/default/${prefix}`)) return
      const state = type === 'put' ? describe(now.value as Pod) : 'gone'
      if (state !== last) note((last = state))
    })
    return {
      lines,
      stop,
      /** The times at which something like this was noted. */
      at: (pattern: RegExp): readonly number[] => lines.filter(({ text }) => pattern.test(text)).map(({ at }) => at),
      texts: (pattern: RegExp): readonly string[] => lines.filter(({ text }) => pattern.test(text)).map(({ text }) => text),
      show: (): string => lines.map(({ at, text }) => `${at.toFixed(1).padStart(7)} ${text}`).join('\n'),
    }
  }

  return { world, clock, run, wait, apply, pod, timeline }
}

/** `phase state ready restarts` of a Pod's first container. */
const defaultState = ({ metadata, status }: Pod): string => {
  const container = status?.containerStatuses?.[0]
  const { waiting, running, terminated } = container?.state ?? {}
  const state = running ? 'running' : (terminated?.reason ?? waiting?.reason ?? '-')
  return `${status?.phase} ${state} ${container?.ready ? 'ready' : 'unready'} ${container?.restartCount ?? 0}${metadata.deletionTimestamp === undefined ? '' : ' terminating'}`
}
