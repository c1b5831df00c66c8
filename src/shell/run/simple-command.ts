import type { Assignment, Command, CommandArgument, Redirection, Word } from 'unbash'
import { SystemError } from '../../base/index.ts'
import { builtins, type Builtin } from '../builtins/index.ts'
import { FunctionReturn, ShellFailure } from '../control.ts'
import { expandText, expandSubscript, expandWords } from '../expand/words.ts'
import { parseWord } from '../parse/syntax.ts'
import { quotedIfNeeded } from '../quote.ts'
import type { FunctionDefinition, Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign, assignArray } from '../variable-access.ts'
import type { Variable } from '../variables.ts'
import { runNode } from './execute.ts'
import { awaitForeground } from './foreground.ts'
import { nodeText } from './node-text.ts'
import { complain, write } from './output.ts'
import { redirected } from './redirect.ts'
import { findExecutable, spawnExternal } from './spawn.ts'
import { traceText } from './trace.ts'
import { runTrap } from './traps.ts'

/** An assignment whose right side is expanded. */
export interface DoneAssignment {
  readonly name: string
  readonly subscript?: string
  readonly append: boolean
  readonly value?: string
  readonly entries?: readonly { readonly key?: string; readonly value: string; readonly append?: boolean }[]
}

export type Prepared =
  | { readonly kind: 'assignments' }
  | { readonly kind: 'function'; readonly definition: FunctionDefinition; readonly argv: readonly string[] }
  | {
      readonly kind: 'builtin'
      readonly builtin: Builtin
      readonly argv: readonly string[]
      readonly declarations: readonly (string | DoneAssignment)[]
    }
  | {
      readonly kind: 'external'
      readonly path: string
      readonly argv: readonly string[]
      readonly environment: ReadonlyMap<string, string>
    }
  | { readonly kind: 'missing'; readonly argv: readonly string[]; readonly code: 126 | 127; readonly message: string }

const isRedirection = (node: Assignment | Redirection): node is Redirection => node.type !== 'Assignment'

export function* expandAssignment(shell: Shell, node: Assignment): Steps<DoneAssignment> {
  const subscript = node.index ? yield* expandSubscript(shell, node.index) : undefined
  const base = { name: node.name, append: node.append ?? false, ...(subscript === undefined ? {} : { subscript }) }
  if (node.value.type === 'Word') return { ...base, value: yield* expandText(shell, node.value, true) }
  return { ...base, entries: yield* expandEntries(shell, node.value.elements) }
}

const keyed = /^\[((?:[^\]"'$\\[]|"(?:\\.|[^"\\])*"|'[^']*'|\\.|\$\{[^}]*\}|\$\w+|\$\([^)]*\)|\[[^\]]*\])*)\](\+?)=([^]*)$/

/** The elements of `(...)`: `[key]=value` or words, which split and glob. */
function* expandEntries(shell: Shell, elements: readonly Word[]): Steps<DoneAssignment['entries'] & {}> {
  const entries: { key?: string; value: string; append?: boolean }[] = []
  for (const word of elements) {
    const match = keyed.exec(word.text)
    if (!match) {
      for (const value of yield* expandWords(shell, [word])) entries.push({ value })
      continue
    }
    const keyWord = parseWord(match[1] === '' ? '""' : match[1]!)
    const valueWord = match[3] === '' ? undefined : parseWord(match[3]!)
    const key = keyWord && keyWord.text === match[1] ? yield* expandText(shell, keyWord) : yield* expandSubscriptText(shell, match[1]!)
    entries.push({ key, value: valueWord ? yield* expandText(shell, valueWord, true) : '', append: match[2] === '+' })
  }
  return entries
}

function* expandSubscriptText(shell: Shell, text: string): Steps<string> {
  const word = parseWord(`"${text}"`)
  return word ? yield* expandText(shell, word) : text
}

export const applyAssignment = (shell: Shell, done: DoneAssignment, local = false): void => {
  const options = { append: done.append, local, ...(done.subscript === undefined ? {} : { subscript: done.subscript }) }
  if (done.entries) assignArray(shell, done.name, done.entries, options)
  else assign(shell, done.name, done.value ?? '', options)
}

const assignmentTrace = (done: DoneAssignment): string =>
  `${done.name}${done.subscript === undefined ? '' : `[${done.subscript}]`}${done.append ? '+' : ''}=${done.entries ? `(${done.entries.map(({ value }) => quotedIfNeeded(value)).join(' ')})` : done.value === '' ? '' : quotedIfNeeded(done.value ?? '')}`

function* assignmentsOf(shell: Shell, command: Command): Steps<DoneAssignment[]> {
  const done: DoneAssignment[] = []
  for (const node of command.prefix) if (!isRedirection(node)) done.push(yield* expandAssignment(shell, node))
  return done
}

const asWord = (node: CommandArgument): Word | undefined => (node.type === 'Word' ? node : parseWord(node.text))

/** Expands a command's words and finds out what it would run; prefix assignments count for an external program only. */
export function* prepare(shell: Shell, command: Command): Steps<Prepared> {
  const first = command.name ? yield* expandWords(shell, [command.name]) : []
  const declares = first.length === 1 ? builtins.get(first[0]!)?.declares === true && !shell.functions.has(first[0]!) : false
  const declarations: (string | DoneAssignment)[] = []
  const argv = [...first]
  for (const node of command.args) {
    if (declares && node.type === 'Assignment') {
      const done = yield* expandAssignment(shell, node)
      declarations.push(done)
      argv.push(assignmentTrace(done))
      continue
    }
    const word = asWord(node)
    const fields = word ? yield* expandWords(shell, [word]) : []
    declarations.push(...fields)
    argv.push(...fields)
  }
  const name = argv[0]
  if (name === undefined) return { kind: 'assignments' }
  const definition = shell.functions.get(name)
  if (definition) return { kind: 'function', definition, argv }
  const builtin = builtins.get(name)
  if (builtin) return { kind: 'builtin', builtin, argv, declarations }
  return yield* prepareExternal(shell, command, argv)
}

function* prepareExternal(shell: Shell, command: Command, argv: readonly string[]): Steps<Prepared> {
  const environment = shell.variables.exported()
  for (const { name, value, append } of yield* assignmentsOf(shell, command))
    environment.set(name, append ? (environment.get(name) ?? '') + (value ?? '') : (value ?? ''))
  const found = findExecutable(shell, argv[0]!)
  if (!('path' in found)) return { kind: 'missing', argv, ...found }
  environment.set('_', found.path)
  return { kind: 'external', path: found.path, argv, environment }
}

export function* runSimple(shell: Shell, command: Command): Steps<number> {
  shell.expansionCode = 0
  const prepared = yield* prepare(shell, command)
  if (prepared.kind === 'assignments') return yield* runAssignments(shell, command)
  if (shell.traps.has('DEBUG') && !shell.inTrap) yield* runTrap(shell, 'DEBUG')
  if (shell.has('xtrace')) {
    for (const done of yield* assignmentsOf(shell, command)) yield* write(shell, traceText(shell, assignmentTrace(done)), 2)
    yield* write(
      shell,
      traceText(
        shell,
        prepared.argv
          .map((word) => (word.includes('=') && prepared.kind === 'builtin' && prepared.builtin.declares ? word : quotedIfNeeded(word)))
          .join(' '),
      ),
      2,
    )
  }
  const code = yield* redirectedCommand(shell, command, prepared)
  shell.lastArgument = prepared.argv.at(-1) ?? ''
  return code
}

function* redirectedCommand(shell: Shell, command: Command, prepared: Exclude<Prepared, { kind: 'assignments' }>): Steps<number> {
  if (prepared.kind === 'builtin' && prepared.builtin.name === 'exec') return yield* runBuiltin(shell, command, prepared)
  return yield* redirected(shell, command.redirects, function* () {
    switch (prepared.kind) {
      case 'function':
        return yield* withAssignments(shell, command, () => callFunction(shell, prepared.definition, prepared.argv.slice(1)))
      case 'builtin':
        return yield* runBuiltin(shell, command, prepared)
      case 'external':
        return yield* runExternal(shell, command, prepared)
      case 'missing':
        return yield* notFound(shell, prepared)
    }
  })
}

function* notFound(shell: Shell, { argv, code, message }: Extract<Prepared, { kind: 'missing' }>): Steps<number> {
  const handler = shell.functions.get('command_not_found_handle')
  if (handler && code === 127 && message === 'command not found') return yield* callFunction(shell, handler, argv)
  yield* complain(shell, `${argv[0]}: ${message}`)
  return code
}

export function* runExternal(
  shell: Shell,
  command: Command,
  { path, argv, environment }: Extract<Prepared, { kind: 'external' }>,
): Steps<number> {
  const process = spawnExternal(shell, path, argv, environment, shell.has('monitor') ? { group: true } : {})
  const [code] = yield* awaitForeground(shell, [process], nodeText.shown(shell, command))
  if (shell.messageStyle === 'line' && code! > 128) yield* tellDeath(shell, process.pid, code!, nodeText.shown(shell, command))
  return code!
}

const deaths: Readonly<Record<number, string>> = {
  137: 'Killed',
  143: 'Terminated',
  129: 'Hangup',
  134: 'Aborted',
  139: 'Segmentation fault',
}

/** A script's shell tells when a child died of a signal. */
function* tellDeath(shell: Shell, pid: number, code: number, text: string): Steps<void> {
  if (deaths[code]) yield* write(shell, `${shell.prefix}${String(pid).padStart(5)} ${deaths[code].padEnd(23)} ${text}\n`, 2)
}

function* runAssignments(shell: Shell, command: Command): Steps<number> {
  for (const node of command.prefix) {
    if (isRedirection(node)) continue
    const done = yield* expandAssignment(shell, node)
    if (shell.has('xtrace')) yield* write(shell, traceText(shell, assignmentTrace(done)), 2)
    applyAssignment(shell, done)
  }
  if (command.redirects.length > 0) yield* redirected(shell, command.redirects, function* () {})
  return shell.expansionCode
}

/** Assignments before a function or builtin last while it runs. */
function* withAssignments<T>(shell: Shell, command: Command, run: () => Steps<T>): Steps<T> {
  const saved: [string, Variable | undefined][] = []
  for (const done of yield* assignmentsOf(shell, command)) {
    saved.push([done.name, shell.variables.get(done.name)])
    applyAssignment(shell, done)
    shell.variables.set(done.name, { ...shell.variables.get(done.name), exported: true })
  }
  try {
    return yield* run()
  } finally {
    for (const [name, variable] of saved) {
      if (variable) shell.variables.set(name, variable)
      else shell.variables.delete(name)
    }
  }
}

function* runBuiltin(
  shell: Shell,
  command: Command,
  { builtin, argv, declarations }: Extract<Prepared, { kind: 'builtin' }>,
): Steps<number> {
  const call = { name: argv[0]!, declarations, redirects: command.redirects }
  const guarded = function* (): Steps<number> {
    try {
      const result = builtin.run(shell, argv.slice(1), call)
      return typeof result === 'number' ? result : yield* result
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
      yield* complain(shell, `${argv[0]}: ${error.subject ? `${error.subject}: ` : ''}${error.message}`)
      return 1
    }
  }
  return command.prefix.some((node) => !isRedirection(node)) ? yield* withAssignments(shell, command, guarded) : yield* guarded()
}

/** Calls a function with arguments of its own and a scope for `local`. */
export function* callFunction(shell: Shell, definition: FunctionDefinition, args: readonly string[]): Steps<number> {
  const { positional, source, position, frames, loopDepth } = shell
  if (frames.length > 1000) throw new ShellFailure(`${definition.name}: maximum function nesting level exceeded (1000)`, { fatal: true })
  shell.frames = [{ name: definition.name, line: shell.line, file: shell.name === 'bash' ? 'environment' : shell.name }, ...frames]
  shell.positional = args
  shell.source = definition.source
  shell.loopDepth = 0
  shell.variables.enter()
  try {
    if (definition.body.type === 'CompoundList') return 0
    return yield* runNode(shell, definition.body)
  } catch (error) {
    if (!(error instanceof FunctionReturn)) throw error
    return error.code
  } finally {
    shell.variables.leave()
    if (shell.traps.has('RETURN') && frames.length === 0) yield* runTrap(shell, 'RETURN')
    shell.positional = positional
    shell.source = source
    shell.position = position
    shell.frames = frames
    shell.loopDepth = loopDepth
  }
}
