import { decode, SystemError } from '../base/index.ts'
import { readAll, type Process, type Program } from '../machine/index.ts'
import { runInteractive } from './interactive.ts'
import { runToExit } from './run/spawn.ts'
import { runText } from './run/text.ts'
import { Shell } from './shell.ts'
import { drive, wait, type Steps } from './steps.ts'

interface Invocation {
  readonly command?: string
  readonly args: readonly string[]
  readonly interactive: boolean
  readonly login: boolean
  readonly readsStdin: boolean
  readonly noRc: boolean
}

const version = `GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)
Copyright (C) 2022 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
`

const letters: Readonly<Record<string, string>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  v: 'verbose',
  f: 'noglob',
  n: 'noexec',
  a: 'allexport',
  C: 'noclobber',
  m: 'monitor',
  E: 'errtrace',
}

/** Reads bash's own options into the shell; a string is an error message. */
const invoke = (shell: Shell, argv: readonly string[]): Invocation | string => {
  let at = 1
  let takesCommand = false
  let interactive = false
  let login = argv[0]!.startsWith('-')
  let readsStdin = false
  let noRc = false
  for (; at < argv.length; at++) {
    const word = argv[at]!
    if (word === '--' || word === '-') {
      at++
      break
    }
    if (word === '--login') login = true
    else if (word === '--norc' || word === '--noprofile') noRc = true
    else if (word === '--posix' || word === '--noediting') continue
    else if (word.startsWith('--')) return `${word}: invalid option`
    else if (/^[-+]./.test(word)) {
      for (const letter of word.slice(1)) {
        if (letter === 'c') takesCommand = true
        else if (letter === 'i') interactive = true
        else if (letter === 'l') login = true
        else if (letter === 's') readsStdin = true
        else if (letter === 'o' || letter === 'O') {
          const option = argv[++at]
          if (option === undefined) continue
          const table = letter === 'o' ? shell.options : shell.shopt
          if (word[0] === '-') table.add(option)
          else table.delete(option)
        } else if (letters[letter]) {
          if (word[0] === '-') shell.options.add(letters[letter])
          else shell.options.delete(letters[letter])
        } else return `-${letter}: invalid option`
      }
    } else break
  }
  const rest = argv.slice(at)
  if (takesCommand && rest.length === 0) return '-c: option requires an argument'
  return { ...(takesCommand ? { command: rest[0]! } : {}), args: takesCommand ? rest.slice(1) : rest, interactive, login, readsStdin, noRc }
}

const setVariables = (shell: Shell): void => {
  const { process, variables } = shell
  const { user } = process
  for (const [name, value] of process.env) if (/^[A-Za-z_]\w*$/.test(name)) variables.set(name, { value, exported: true })
  const fallback = (name: string, value: string, exported = false) => variables.get(name) ?? variables.set(name, { value, exported })
  fallback('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin')
  fallback('HOME', user.home, true)
  fallback('SHELL', user.shell)
  fallback('TERM', 'dumb')
  variables.set('PWD', { value: process.cwd, exported: true })
  variables.set('SHLVL', { value: String(Number(process.env.get('SHLVL') ?? 0) + 1), exported: true })
  variables.set('OLDPWD', { ...variables.get('OLDPWD'), exported: true })
  const constants: Readonly<Record<string, string>> = {
    IFS: ' \t\n',
    PS4: '+ ',
    OPTIND: '1',
    HOSTNAME: process.machine.hostname,
    HOSTTYPE: 'x86_64',
    MACHTYPE: 'x86_64-pc-linux-gnu',
    OSTYPE: 'linux-gnu',
    BASH: '/bin/bash',
    BASH_VERSION: '5.2.21(1)-release',
  }
  for (const [name, value] of Object.entries(constants)) variables.set(name, { ...variables.get(name), value })
  variables.set('BASH_VERSINFO', { array: ['5', '2', '21', '1', 'release', 'x86_64-pc-linux-gnu'], readonly: true })
  for (const [name, value] of [
    ['UID', user.uid],
    ['EUID', user.uid],
    ['PPID', process.parent],
  ] as const)
    variables.set(name, { value: String(value), integer: true, readonly: true })
  shell.lastArgument = process.env.get('_') ?? ''
}

function* runScript(shell: Shell, path: string): Steps<number> {
  shell.name = path
  shell.sourceKind = 'script'
  const { files } = shell.process
  let text: string
  try {
    if (files.stat(path).type === 'directory') {
      yield* wait(shell.process.printError(`${path}: ${path}: Is a directory\n`))
      return 126
    }
    const content = files.read(path)
    if (content.subarray(0, 80).includes(0) || decode(content.subarray(0, 4)).startsWith('\x7fELF')) {
      yield* wait(shell.process.printError(`${path}: ${path}: cannot execute binary file\n`))
      return 126
    }
    text = decode(content)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    yield* wait(shell.process.printError(`bash: ${path}: ${error.message}\n`))
    return error.code === 'ENOENT' ? 127 : 126
  }
  return yield* runText(shell, text, { firstLine: 1 })
}

function* runWhole(shell: Shell, invocation: Invocation, run: () => Steps<number>): Steps<number> {
  void invocation
  return yield* runToExit(shell, run)
}

const run = async (process: Process): Promise<number> => {
  const shell = new Shell(process)
  shell.name = process.argv[0]!.replace(/^-/, '')
  setVariables(shell)
  if (process.argv[1] === '--version') {
    await process.print(version)
    return 0
  }
  const invocation = invoke(shell, process.argv)
  if (typeof invocation === 'string') {
    await process.printError(`${shell.name}: ${invocation}\n`)
    return 2
  }
  const { command, args } = invocation
  if (command !== undefined) {
    if (args[0] !== undefined) shell.name = args[0]
    shell.positional = args.slice(1)
    return drive(
      runWhole(shell, invocation, () => runText(shell, command, { firstLine: 1, label: '-c: ' })),
      process.interrupt,
    )
  }
  if (args[0] !== undefined && !invocation.readsStdin) {
    shell.positional = args.slice(1)
    return drive(
      runWhole(shell, invocation, () => runScript(shell, args[0]!)),
      process.interrupt,
    )
  }
  shell.positional = args
  shell.sourceKind = 'stdin'
  if (process.stdin.tty || invocation.interactive) {
    shell.loginShell = invocation.login
    return drive(
      runWhole(shell, invocation, () => runInteractive(shell, { readsRc: !invocation.noRc })),
      process.interrupt,
    )
  }
  // @simplified: a script on stdin is read to its end before it runs.
  const text = decode(await readAll(process.stdin))
  return drive(
    runWhole(shell, invocation, () => runText(shell, text, { firstLine: 1 })),
    process.interrupt,
  )
}

export const bash: Program = { name: 'bash', summary: 'The GNU Bourne-Again SHell.', run }

export const sh: Program = { name: 'sh', summary: 'The shell, as bash.', run }
