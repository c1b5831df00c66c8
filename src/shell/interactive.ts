import type { Tty } from '../machine/index.ts'
import { completeLine } from './complete.ts'
import { Interrupted, ShellFailure } from './control.ts'
import { expandHistory, HistoryError, remember } from './history.ts'
import { createSource, parseCommands } from './parse/syntax.ts'
import { expandAliases } from './parse/alias.ts'
import { expandPrompt } from './prompt.ts'
import { Readline, type LineResult } from './readline/readline.ts'
import { tellJobs } from './run/foreground.ts'
import { complain, write } from './run/output.ts'
import { runText } from './run/text.ts'
import type { Shell } from './shell.ts'
import { wait, type Steps } from './steps.ts'
import { getText } from './variable-access.ts'

const defaultPrompt = '\\u@\\h:\\w\\$ '

/** Runs a start-up file if it is there; its errors do not end the shell. */
function* runFile(shell: Shell, path: string): Steps<boolean> {
  if (!shell.process.files.exists(path)) return false
  const { name, messageStyle } = shell
  shell.name = path
  shell.messageStyle = 'line'
  try {
    yield* guarded(shell, () => runText(shell, shell.process.files.readText(path), { firstLine: 1 }))
  } finally {
    shell.name = name
    shell.messageStyle = messageStyle
  }
  return true
}

/** What fails or is interrupted gives up the line only. */
function* guarded(shell: Shell, run: () => Steps<number>): Steps<number> {
  try {
    return yield* run()
  } catch (error) {
    if (error instanceof Interrupted) {
      yield* write(shell, '\n', 2)
      shell.interrupted = false
      return (shell.status = 130)
    }
    if (!(error instanceof ShellFailure)) throw error
    yield* complain(shell, error.message)
    return (shell.status = 1)
  } finally {
    shell.tolerant = 0
    shell.loopDepth = 0
    while (shell.variables.depth > 1) shell.variables.leave()
    shell.frames = []
  }
}

const setUp = (shell: Shell): void => {
  shell.interactive = true
  shell.messageStyle = 'plain'
  shell.name = shell.loginShell ? '-bash' : 'bash'
  for (const option of ['monitor', 'emacs', 'histexpand', 'history']) shell.options.add(option)
  shell.shopt.add('expand_aliases')
  if (shell.loginShell) shell.shopt.add('login_shell')
  const { process } = shell
  process.on('SIGINT', () => {
    shell.interrupted = true
    shell.wake?.()
  })
  for (const signal of ['SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const) process.on(signal, () => undefined)
  if (process.tty) process.tty.foreground = process.group
  shell.historyFile = getText(shell, 'HISTFILE') ?? `${getText(shell, 'HOME') ?? process.user.home}/.bash_history`
  if (process.files.exists(shell.historyFile)) shell.history = process.files.readText(shell.historyFile).split('\n').filter(Boolean)
  if (!shell.variables.get('PS1')) shell.variables.set('PS1', { value: defaultPrompt })
  if (!shell.variables.get('PS2')) shell.variables.set('PS2', { value: '> ' })
}

function* startUp(shell: Shell, readsRc: boolean): Steps<void> {
  const home = getText(shell, 'HOME') ?? shell.process.user.home
  if (!readsRc) return
  if (shell.loginShell) {
    yield* runFile(shell, '/etc/profile')
    for (const name of ['.bash_profile', '.bash_login', '.profile']) if (yield* runFile(shell, `${home}/${name}`)) return
    // Machines of the world have their settings in ~/.bashrc alone.
  } else yield* runFile(shell, '/etc/bash.bashrc')
  yield* runFile(shell, `${home}/.bashrc`)
}

/** Reads one whole command: as many lines as its syntax asks for. */
function* readCommand(shell: Shell, readline: Readline, tty: Tty): Steps<LineResult> {
  let text = ''
  for (;;) {
    const prompt = expandPrompt(shell, getText(shell, text === '' ? 'PS1' : 'PS2') ?? '')
    const result = yield* wait(
      readline.read(prompt, { process: shell.process, tty, history: shell.history, complete: (line) => completeLine(shell, line) }),
    )
    if (result === 'interrupt' || (result === 'eof' && text === '')) return result
    if (result === 'eof') {
      yield* write(shell, `${shell.name}: syntax error: unexpected end of file\n`, 2)
      return 'interrupt'
    }
    let { line } = result
    try {
      const expanded = expandHistory(line, shell.history)
      if (expanded !== line) yield* write(shell, `${expanded}\n`, 2)
      line = expanded
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error
      yield* complain(shell, error.message)
      return 'interrupt'
    }
    text = text === '' ? line : `${text.endsWith('\\') ? text.slice(0, -1) : `${text}\n`}${line}`
    const source = createSource(shell.aliases.size > 0 ? expandAliases(text, shell.aliases) : text)
    if (!parseCommands(source).wantsMore) return { line: text }
  }
}

const readFromTty = function* (shell: Shell, tty: Tty): Steps<number> {
  const readline = new Readline()
  for (;;) {
    yield* tellJobs(shell)
    const command = getText(shell, 'PROMPT_COMMAND')
    if (command) yield* guarded(shell, () => runText(shell, command, { firstLine: 1 }))
    shell.interrupted = false
    const result = yield* readCommand(shell, readline, tty)
    if (result === 'eof') {
      const stopped = shell.jobs.some(({ state }) => state === 'stopped')
      yield* write(shell, `${shell.loginShell ? 'logout' : 'exit'}\n`, 2)
      if (!stopped || shell.exitWarned) return shell.status
      shell.exitWarned = true
      yield* write(shell, 'There are stopped jobs.\n', 2)
      continue
    }
    if (result === 'interrupt') {
      shell.status = 130
      continue
    }
    if (result.line.trim() === '') continue
    remember(shell, result.line)
    tty.commandStarted(result.line)
    try {
      yield* guarded(shell, () => runText(shell, result.line, { firstLine: 1 }))
    } finally {
      tty.commandEnded(shell.status)
    }
  }
}

/** The shell at a terminal: prompts, reads, runs, until `exit` or the end of input. */
export function* runInteractive(shell: Shell, options: { readonly readsRc: boolean }): Steps<number> {
  setUp(shell)
  yield* startUp(shell, options.readsRc)
  const tty = shell.process.stdin.tty ?? shell.process.tty
  if (!tty) return shell.status
  try {
    return yield* readFromTty(shell, tty)
  } finally {
    if (shell.historyFile && shell.history.length > 0 && !shell.process.interrupt.raised) {
      shell.process.files.write(
        shell.historyFile,
        shell.history
          .slice(-500)
          .map((line) => `${line.replace(/\n/g, ' ')}\n`)
          .join(''),
      )
    }
  }
}
