import { existsSync, readFileSync } from 'node:fs'
import { parseDuration, UsageError } from '../../base/index.ts'
import { bufferReader, type Writer } from '../../machine/index.ts'
import { parseScenario, scenarios, World, type Scenario } from '../../world/index.ts'
import { programs } from '../programs.ts'
import { parseArguments } from './arguments.ts'
import { hop } from './node-hop.ts'

/** A built-in world by name, or a world file. */
export const scenarioFor = (name: string, seed?: string): Scenario => {
  const builtIn = name === 'bare' || name === 'learner' ? scenarios[name] : undefined
  if (!builtIn && !existsSync(name)) throw new UsageError(`bottleship: Expected bare, learner or a world file but found ${name}.`, 2)
  const scenario = builtIn ?? parseScenario(readFileSync(name, 'utf8'))
  if (seed !== undefined && !/^\d+$/.test(seed)) throw new UsageError(`bottleship: Expected a whole number as seed but found ${seed}.`, 2)
  return seed === undefined ? scenario : { ...scenario, seed: Number(seed) }
}

const scriptOf = (options: ReadonlyMap<string, string>, words: readonly string[]): string => {
  const text = options.get('-c')
  if (text !== undefined) return text
  const [file] = words
  if (file === undefined) throw new UsageError('bottleship run: Expected -c TEXT, a FILE or - but found nothing.', 2)
  if (file !== '-' && !existsSync(file)) throw new UsageError(`bottleship run: Expected a script but found no file ${file}.`, 2)
  return readFileSync(file === '-' ? 0 : file, 'utf8')
}

/** `bottleship run`: a script as root on one machine, as fast as this one allows. Returns the exit code. */
export const run = async (words: readonly string[]): Promise<number> => {
  const { options, words: rest } = parseArguments('run', words, {
    '--world': true,
    '--seed': true,
    '--on': true,
    '--limit': true,
    '-c': true,
  })
  const scenario = scenarioFor(options.get('--world') ?? 'learner', options.get('--seed'))
  const script = scriptOf(options, rest)
  const limit = parseDuration(options.get('--limit') ?? '24h')
  const bugs: unknown[] = []
  const world = new World({ scenario, hop, programs, onBug: (error) => void bugs.push(error) })
  await world.boot()
  const host = options.get('--on') ?? world.controlPlane.hostname
  if (!world.machines.has(host))
    throw new UsageError(`bottleship run: Expected one of ${[...world.machines.keys()].join(', ')} but found ${host}.`, 2)
  const process = world.machine(host).spawn(['bash', '-c', script, 'bash', ...(options.has('-c') ? rest : rest.slice(1))], {
    stdin: bufferReader(''),
    stdout: writerTo(globalThis.process.stdout),
    stderr: writerTo(globalThis.process.stderr),
    cwd: '/root',
    env: new Map([
      ['HOME', '/root'],
      ['USER', 'root'],
      ['LOGNAME', 'root'],
      ['SHELL', '/bin/bash'],
      ['LANG', 'C.UTF-8'],
      ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ]),
  })
  await world.runUntil(() => process.exitCode !== undefined || bugs.length > 0, limit)
  if (bugs.length > 0) {
    globalThis.process.stderr.write(
      `bottleship: a bug of the simulator (seed ${scenario.seed}):\n${bugs.map((bug) => (bug instanceof Error ? bug.stack : String(bug))).join('\n')}\n`,
    )
    return 70
  }
  return process.exitCode ?? 124
}

const writerTo = (stream: NodeJS.WriteStream): Writer => ({ write: (bytes) => void stream.write(bytes) })
