import { UsageError } from '../../base/index.ts'
import { conform } from './conform.ts'
import { lesson } from './lesson.ts'
import { run } from './run.ts'
import { serve } from './serve.ts'

const usage = `Bottleship: a whole Kubernetes cluster, like a ship in a bottle.

Usage:
  bottleship run [--world NAME|FILE] [--seed N] [--on HOST] [--limit 24h] [-c TEXT | FILE | -] [ARGUMENT...]
  bottleship serve [--world NAME|FILE] [--seed N] [--port 6443] [--speed 1]
  bottleship lesson test [ID...]
  bottleship conform PATH...
`

const commands: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = { run, serve, lesson, conform }

/** Runs one command line; the exit code is the command's, 2 for a wrong usage, 70 for a bug of the simulator. */
export const main = async (words: readonly string[]): Promise<number> => {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage)
    return 0
  }
  const command = commands[name]
  try {
    if (!command) throw new UsageError(`bottleship: Expected ${Object.keys(commands).join(', ')} but found ${name}.`, 2)
    return await command(rest)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`)
      return error.exitCode
    }
    process.stderr.write(`bottleship: a bug of the simulator:\n${error instanceof Error ? error.stack : String(error)}\n`)
    return 70
  }
}
