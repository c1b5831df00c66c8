import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { hop } from '../../src/host/cli/node-hop.ts'
import { createHttpsServer, kubeconfigForOutside } from '../../src/host/node-http.ts'
import { programs } from '../../src/host/programs.ts'
import { Pump } from '../../src/host/pump.ts'
import { bufferReader, CollectingWriter } from '../../src/machine/index.ts'
import { scenarios, World } from '../../src/world/index.ts'

export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

const certificates = '/etc/kubernetes/pki'
const commandLimit = 600_000

/** Every kubectl on the PATH, and the newest of those that a dispatcher of several versions has beside it. */
export const realKubectls = (): readonly string[] => {
  const found = new Set<string>()
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    try {
      for (const name of readdirSync(folder)) if (/^kubectl(-?v?\d[\d.]*)?$/.test(name)) found.add(realpathSync(join(folder, name)))
    } catch {
      continue
    }
  }
  for (const path of [...found]) {
    const beside = readdirSync(dirname(path)).filter((name) => /^kubectl\.\d+\.\d+$/.test(name))
    const newest = beside.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
    if (newest) found.add(join(dirname(path), newest))
  }
  return [...found]
}

/** A world with its API served over HTTPS in this process; time passes only while somebody is at work. */
export class ServedWorld {
  readonly world: World
  readonly folder = mkdtempSync(join(tmpdir(), 'bottleship-test-'))
  readonly bugs: unknown[] = []
  port = 0
  #close: () => void = () => undefined

  private constructor() {
    this.world = new World({ scenario: scenarios.bare, hop, programs, onBug: (error) => void this.bugs.push(error) })
  }

  static async start(): Promise<ServedWorld> {
    const served = new ServedWorld()
    const { world, folder } = served
    await world.boot()
    const { files, network } = world.machine('controlplane')
    files.mkdir('/root/lab')
    mkdirSync(join(folder, 'lab'))
    const server = createHttpsServer({
      certificate: files.readText(`${certificates}/apiserver.crt`),
      key: files.readText(`${certificates}/apiserver.key`),
      clock: world.clock,
      connect: (certificate) => network.connect(world.controlPlane.address, 6443, certificate === undefined ? {} : { certificate }),
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    served.port = (server.address() as { readonly port: number }).port
    served.#close = () => {
      server.close()
      server.closeAllConnections()
    }
    return served
  }

  /** A kubeconfig that lies in the world, as a client outside needs it. */
  kubeconfig(path = '/etc/kubernetes/admin.conf'): string {
    return kubeconfigForOutside(this.world.machine('controlplane').files.readText(path), this.port)
  }

  /** A file that both sides find in their working directory. */
  write(name: string, text: string): void {
    this.world.machine('controlplane').files.write(`/root/lab/${name}`, text)
    writeFileSync(join(this.folder, 'lab', name), text)
  }

  /** A line of bash on the control plane. */
  async inside(text: string, kubeconfig?: string): Promise<Outcome> {
    const { world } = this
    const [stdout, stderr] = [new CollectingWriter(), new CollectingWriter()]
    const env = new Map([
      ['HOME', '/root'],
      ['PATH', '/usr/bin:/bin'],
      ['TERM', 'dumb'],
      ['LC_ALL', 'C'],
      ['TZ', 'UTC'],
      ['SHELL', '/bin/bash'],
      ...(kubeconfig ? [['KUBECONFIG', kubeconfig] as const] : []),
    ])
    const process = world
      .machine('controlplane')
      .spawn(['bash', '-c', text], { stdin: bufferReader(''), stdout, stderr, env, cwd: '/root/lab' })
    await world.runUntil(() => process.exitCode !== undefined || this.bugs.length > 0, commandLimit)
    if (this.bugs.length > 0) throw this.bugs[0]
    return { stdout: stdout.text, stderr: stderr.text, code: process.exitCode ?? 124 }
  }

  /** The same line in the bash of this computer, with `kubectl` as that command; the world's time follows at `speed`. */
  async outside(
    text: string,
    options: { readonly kubectl: string; readonly kubeconfig: string; readonly speed?: number },
  ): Promise<Outcome> {
    const bin = join(this.folder, `bin-${basename(options.kubectl)}`)
    mkdirSync(bin, { recursive: true })
    try {
      symlinkSync(options.kubectl, join(bin, 'kubectl'))
    } catch {
      // It is there from the command before.
    }
    const env = { HOME: this.folder, PATH: `${bin}:/usr/bin:/bin`, TERM: 'dumb', LC_ALL: 'C', TZ: 'UTC', KUBECONFIG: options.kubeconfig }
    return this.during(
      () =>
        new Promise<Outcome>((resolve) => {
          const child = execFile('bash', ['-c', text], { env, cwd: join(this.folder, 'lab'), timeout: 30_000 }, (error, stdout, stderr) =>
            resolve({ stdout, stderr, code: error ? (typeof error.code === 'number' ? error.code : 124) : 0 }),
          )
          child.stdin?.end()
        }),
      options.speed,
    )
  }

  /** Lets time pass while `work` is done out here. */
  async during<T>(work: () => Promise<T>, speed = 20): Promise<T> {
    const pump = new Pump({
      world: this.world,
      realNow: () => performance.now(),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 2))),
    })
    pump.speed = speed
    const running = pump.run()
    try {
      return await work()
    } finally {
      pump.stop()
      await running
    }
  }

  stop(): void {
    this.#close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
