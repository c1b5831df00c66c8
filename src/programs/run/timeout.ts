import { SystemError, UsageError } from '../../base/index.ts'
import { signalNumbers, type Process, type Program, type Signal } from '../../machine/index.ts'
import { parseInterval } from '../sleep.ts'

/** A signal by name, with or without SIG, or by number. */
export const parseSignal = (text: string): Signal | undefined => {
  const names = Object.keys(signalNumbers) as Signal[]
  return /^\d+$/.test(text)
    ? names.find((name) => signalNumbers[name] === Number(text))
    : names.find((name) => name === text.toUpperCase() || name === `SIG${text.toUpperCase()}`)
}

/** Starts a program as the child of another; 127 and 126 with the caller's own words if it cannot. */
export const startChild = async (
  process: Process,
  argv: readonly string[],
  describe: (message: string) => string,
  options: Parameters<Process['spawn']>[1] = {},
): Promise<Process | number> => {
  try {
    return process.spawn(argv, options)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    if (error.code === 'ENOEXEC')
      return process.spawn(['bash', ...(argv[0]!.includes('/') ? argv : [error.subject || argv[0]!, ...argv.slice(1)])], options)
    await process.printError(`${describe(error.message)}\n`)
    return error.code === 'ENOENT' ? 127 : 126
  }
}

const help = "Try 'timeout --help' for more information."

export const timeout: Program = {
  name: 'timeout',
  summary: 'Runs a program with a limit of time.',
  async run(process) {
    const words = process.argv.slice(1)
    let signal: Signal = 'SIGTERM'
    let killAfter: number | undefined
    let preserves = false
    const signalFrom = (text: string | undefined): Signal => {
      const found = parseSignal(text ?? '')
      if (!found) throw new UsageError(`timeout: ${text}: invalid signal\n${help}`, 125)
      return found
    }
    const timeFrom = (text: string | undefined): number => {
      const time = parseInterval(text ?? '')
      if (time === undefined) throw new UsageError(`timeout: invalid time interval ‘${text}’\n${help}`, 125)
      return time
    }
    while (/^-./.test(words[0] ?? '')) {
      const word = words.shift()!
      if (word === '--') break
      else if (word === '-s' || word === '--signal') signal = signalFrom(words.shift())
      else if (word.startsWith('--signal=')) signal = signalFrom(word.slice(9))
      else if (/^-s./.test(word)) signal = signalFrom(word.slice(2))
      else if (word === '-k' || word === '--kill-after') killAfter = timeFrom(words.shift())
      else if (word.startsWith('--kill-after=')) killAfter = timeFrom(word.slice(13))
      else if (/^-k./.test(word)) killAfter = timeFrom(word.slice(2))
      else if (word === '--preserve-status') preserves = true
      else if (word === '--foreground' || word === '-v' || word === '--verbose' || word === '-f') continue
      else
        throw new UsageError(
          `timeout: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word[1]}'`}\n${help}`,
          125,
        )
    }
    const [limit, ...command] = words
    if (limit === undefined || command.length === 0) throw new UsageError(`timeout: missing operand\n${help}`, 125)
    const time = timeFrom(limit)
    const child = await startChild(process, command, (message) => `timeout: failed to run command ‘${command[0]}’: ${message}`)
    if (typeof child === 'number') return child
    let expired = false
    const cancels = [process.on('SIGTERM', () => child.kill('SIGTERM'))]
    if (time > 0) {
      cancels.push(
        process.clock.after(time, () => {
          expired = true
          child.kill(signal)
          if (killAfter !== undefined) cancels.push(process.clock.after(killAfter, () => child.kill('SIGKILL')))
        }),
      )
    }
    const code = await child.exited
    for (const cancel of cancels) cancel()
    return expired ? (preserves || (signal === 'SIGKILL' && !preserves) || code === 137 ? (preserves ? code : 137) : 124) : code
  },
}
