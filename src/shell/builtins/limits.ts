import { complain, write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'

const symbolic = (mask: number): string =>
  ['u', 'g', 'o']
    .map((who, i) => `${who}=${['r', 'w', 'x'].filter((_, bit) => ((~mask >> (6 - 3 * i)) & (4 >> bit)) !== 0).join('')}`)
    .join(',')

export const umask: Builtin = {
  name: 'umask',
  usage: '[-p] [-S] [mode]',
  summary: 'Sets which permissions new files lack.',
  *run(shell, args) {
    const mode = args.find((word) => !/^-[pS]$/.test(word))
    if (mode === undefined) {
      yield* write(
        shell,
        args.includes('-S')
          ? `${symbolic(shell.umask)}\n`
          : `${args.includes('-p') ? 'umask ' : ''}${shell.umask.toString(8).padStart(4, '0')}\n`,
      )
      return 0
    }
    if (!/^[0-7]{1,4}$/.test(mode)) {
      yield* complain(
        shell,
        `umask: ${mode}: ${/^\d+$/.test(mode) ? 'octal number out of range' : `\`${mode[0]}': invalid symbolic mode operator`}`,
      )
      return 1
    }
    shell.umask = parseInt(mode, 8)
    return 0
  },
}

/** Letter, description, unit and value. */
const limits: readonly (readonly [string, string, string, string])[] = [
  ['R', 'real-time non-blocking time', 'microseconds, ', 'unlimited'],
  ['c', 'core file size', 'blocks, ', '0'],
  ['d', 'data seg size', 'kbytes, ', 'unlimited'],
  ['e', 'scheduling priority', '', '0'],
  ['f', 'file size', 'blocks, ', 'unlimited'],
  ['i', 'pending signals', '', '15420'],
  ['l', 'max locked memory', 'kbytes, ', '497804'],
  ['m', 'max memory size', 'kbytes, ', 'unlimited'],
  ['n', 'open files', '', '1024'],
  ['p', 'pipe size', '512 bytes, ', '8'],
  ['q', 'POSIX message queues', 'bytes, ', '819200'],
  ['r', 'real-time priority', '', '0'],
  ['s', 'stack size', 'kbytes, ', '8192'],
  ['t', 'cpu time', 'seconds, ', 'unlimited'],
  ['u', 'max user processes', '', '15420'],
  ['v', 'virtual memory', 'kbytes, ', 'unlimited'],
  ['x', 'file locks', '', 'unlimited'],
]

export const ulimit: Builtin = {
  name: 'ulimit',
  usage: '[-SHabcdefiklmnpqrstuvxPRT] [limit]',
  summary: 'Shows limits of processes.',
  *run(shell, args) {
    const letters = args
      .filter((word) => word.startsWith('-'))
      .flatMap((word) => [...word.slice(1)])
      .filter((letter) => !'SH'.includes(letter))
    if (args.some((word) => !word.startsWith('-'))) return 0
    if (letters.includes('a')) {
      yield* write(
        shell,
        limits.map(([letter, text, unit, value]) => `${text.padEnd(24)} ${`(${unit}-${letter})`.padStart(20)} ${value}\n`).join(''),
      )
      return 0
    }
    for (const letter of letters.length > 0 ? letters : ['f'])
      yield* write(shell, `${limits.find(([own]) => own === letter)?.[3] ?? 'unlimited'}\n`)
    return 0
  },
}

export const times: Builtin = {
  name: 'times',
  usage: '',
  summary: 'Shows the processor time used.',
  *run(shell) {
    yield* write(shell, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n')
    return 0
  },
}
