import type { Program } from '../machine/index.ts'
import { builtins } from './builtins/index.ts'
import { runToExit } from './run/spawn.ts'
import { Shell } from './shell.ts'
import { drive, type Steps } from './steps.ts'

/** Builtins that are files in /usr/bin too, for xargs, env, exec and the like. */
const names = ['[', 'echo', 'false', 'kill', 'printf', 'pwd', 'test', 'true'] as const

/** A builtin as a program of its own; it names itself where the shell would. */
const standalone = (name: string): Program => ({
  name,
  summary: builtins.get(name)!.summary,
  run(process) {
    const shell = new Shell(process)
    shell.messageStyle = 'plain'
    shell.name = 'bash'
    const args = process.argv.slice(1)
    const run = function* (): Steps<number> {
      const result = builtins.get(name)!.run(shell, args, { name, declarations: args, redirects: [] })
      return typeof result === 'number' ? result : yield* result
    }
    return drive(runToExit(shell, run), process.interrupt)
  },
})

export const standalonePrograms: readonly Program[] = names.map(standalone)
