import type { Process, Program } from '../../machine/index.ts'
import { commandFailed, Flags } from './flags.ts'
import { knownFlags } from './known-flags.ts'

const everywhere: ReadonlySet<string> = new Set(['help', 'h', 'version', 'v'])

/** The first flag that the program does not have; underscores count as dashes. */
const unknownFlag = (name: string, flags: Flags): string | undefined => {
  const known = knownFlags[name]
  if (!known) return undefined
  const has = (flag: string): boolean =>
    everywhere.has(flag) || known.has(flag) || known.has(flag.replaceAll('_', '-')) || known.has(flag.replaceAll('-', '_'))
  return flags.names.find((flag) => !has(flag))
}

const complain = (process: Process, name: string, flag: string): number => {
  if (name === 'etcd') {
    void process.printError(`flag provided but not defined: -${flag}\n`)
    return 2
  }
  if (name === 'kubelet') return commandFailed(process, `failed to parse kubelet flag: unknown flag: --${flag}`)
  void process.printError(`Error: unknown flag: --${flag}\n`)
  return 1
}

/** The program as its flags' parser has it: what it does not know ends it before anything else. */
export const refuseUnknownFlags = (program: Program): Program => ({
  ...program,
  run: (process) => {
    const flag = unknownFlag(program.name, new Flags(process.argv))
    return flag === undefined ? program.run(process) : complain(process, program.name, flag)
  },
})
