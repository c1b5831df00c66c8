import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../../base/index.ts'
import { World } from '../../world/index.ts'
import { createHttpsServer, kubeconfigForOutside } from '../node-http.ts'
import { programs } from '../programs.ts'
import { Pump } from '../pump.ts'
import { parseArguments } from './arguments.ts'
import { hop } from './node-hop.ts'
import { scenarioFor } from './run.ts'

const certificates = '/etc/kubernetes/pki'

/** `bottleship serve`: the API for any real client, until it is interrupted. */
export const serve = async (words: readonly string[]): Promise<number> => {
  const { options } = parseArguments('serve', words, { '--world': true, '--seed': true, '--port': true, '--speed': true })
  const port = Number(options.get('--port') ?? 6443)
  const speed = Number(options.get('--speed') ?? 1)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`bottleship serve: Expected a port but found ${options.get('--port')}.`, 2)
  if (!(speed > 0)) throw new UsageError(`bottleship serve: Expected a speed above 0 but found ${options.get('--speed')}.`, 2)
  const world = new World({
    scenario: scenarioFor(options.get('--world') ?? 'learner', options.get('--seed')),
    hop,
    programs,
    onBug: (error) => console.error(error),
  })
  await world.boot()
  const { files, network } = world.machine(world.controlPlane.hostname)
  const server = createHttpsServer({
    certificate: files.readText(`${certificates}/apiserver.crt`),
    key: files.readText(`${certificates}/apiserver.key`),
    clock: world.clock,
    connect: (certificate) => network.connect(world.controlPlane.address, 6443, certificate === undefined ? {} : { certificate }),
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const listening = typeof address === 'object' && address ? address.port : port
  const folder = mkdtempSync(join(tmpdir(), 'bottleship-'))
  mkdirSync(folder, { recursive: true })
  for (const name of ['admin', 'super-admin']) {
    const path = join(folder, `${name}.conf`)
    writeFileSync(path, kubeconfigForOutside(files.readText(`/etc/kubernetes/${name}.conf`), listening), { mode: 0o600 })
    console.log(`export KUBECONFIG=${path}`)
  }
  const pump = new Pump({
    world,
    realNow: () => performance.now(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  })
  pump.speed = speed
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      pump.stop()
      server.close()
      server.closeAllConnections()
    })
  await pump.run()
  return 0
}
