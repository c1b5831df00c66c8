import { ApiError, createSeed, VirtualClock, SystemError } from '../base/index.ts'
import { bufferReader, CollectingWriter, Fabric, FileTree, Namespace, Computer, type DialOptions, type Endpoint } from '../machine/index.ts'
import type { Printed } from './expect.ts'

/** How long a probe may run on its own clock. */
const patience = 10_000
const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

const readOnly = (endpoint: Endpoint): Endpoint => ({
  local: endpoint.local,
  remote: endpoint.remote,
  listener: endpoint.listener,
  get open() {
    return endpoint.open
  },
  request: (request) => {
    const response = reading.has(request.method) ? endpoint.request(request) : undefined
    if (response && !response.stream) return response
    throw new ApiError({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Expected a check that only reads, at once, but found one that writes or waits.',
      reason: 'Forbidden',
      code: 403,
    })
  },
  onClose: (run) => endpoint.onClose(run),
  close: () => endpoint.close(),
})

/** A machine's network as a probe sees it: it may ask, and leaves no trace. */
class SeeingNamespace extends Namespace {
  readonly #real: Namespace

  constructor(real: Namespace) {
    super(new Fabric(), { name: real.name, addresses: real.addresses })
    this.#real = real
  }

  override listen(address: string, port: number): never {
    throw new SystemError('EADDRNOTAVAIL', `${address}:${port}`)
  }

  override connect(address: string, port: number, options?: DialOptions): Endpoint {
    return readOnly(this.#real.connect(address, port, { ...options, probe: true }))
  }
}

/**
 * Runs a command line on a machine as it stands, without leaving a trace there: on a clock of its own, with files that
 * are copied when written, and with connections that only read. Undefined if it did not end by itself.
 */
export const probe = async (machine: Computer, text: string, hop: () => Promise<void>): Promise<Printed | undefined> => {
  const clock = new VirtualClock(machine.clock.now, hop)
  let bug: unknown
  const shadow = new Computer({
    hostname: machine.hostname,
    clock,
    seed: createSeed(0),
    network: new SeeingNamespace(machine.network),
    files: new FileTree({ clock, lower: machine.tree }),
    programs: machine.programs,
    hardware: machine.hardware,
    onBug: (error) => (bug = error),
  })
  const stdout = new CollectingWriter()
  const env = new Map([
    ['HOME', '/root'],
    ['USER', 'root'],
    ['LANG', 'C.UTF-8'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ])
  const process = shadow.spawn(['bash', '-c', text], { stdin: bufferReader(''), stdout, env, cwd: '/root' })
  const end = clock.now + patience
  while (process.exitCode === undefined && clock.nextAt !== undefined && clock.nextAt <= end)
    await clock.advanceTo(end, () => process.exitCode !== undefined)
  if (bug) throw bug
  if (process.exitCode === undefined) {
    process.kill('SIGKILL')
    return undefined
  }
  return { stdout: stdout.text, code: process.exitCode }
}
