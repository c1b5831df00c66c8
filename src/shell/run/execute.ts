import type { AndOr, CommandNode, CompoundList, Function as FunctionNode, PipelineNode, Statement } from 'unbash'
import { Interrupted, ShellExit, ShellFailure } from '../control.ts'
import { evaluate } from '../expand/arithmetic.ts'
import { evaluateExpanded } from '../expand/words.ts'
import type { Shell } from '../shell.ts'
import { wait, type Steps } from '../steps.ts'
import { isName } from '../variables.ts'
import { runArithmeticFor, runCase, runFor, runIf, runSelect, runWhile } from './compound.ts'
import { awaitForeground } from './foreground.ts'
import { startJob } from './background.ts'
import { nodeText } from './node-text.ts'
import { complain, write } from './output.ts'
import { runPipeline } from './pipeline.ts'
import { redirected } from './redirect.ts'
import { runSimple } from './simple-command.ts'
import { spawnSubshell } from './spawn.ts'
import { runTest } from './test-command.ts'
import { runPendingTraps, runTrap } from './traps.ts'

export function* runStatements(shell: Shell, statements: readonly Statement[]): Steps<number> {
  let code = 0
  for (const statement of statements) code = yield* runStatement(shell, statement)
  return code
}

export function* runList(shell: Shell, list: CompoundList): Steps<number> {
  return yield* runStatements(shell, list.commands)
}

/** A condition: `set -e` does not apply in it. */
export function* runCondition(shell: Shell, list: CompoundList): Steps<number> {
  shell.tolerant++
  try {
    return yield* runList(shell, list)
  } finally {
    shell.tolerant--
  }
}

/** One command up to its `;`, `&` or line feed. */
export function* runStatement(shell: Shell, statement: Statement): Steps<number> {
  shell.position = statement.pos
  if (shell.interrupted) {
    shell.interrupted = false
    throw new Interrupted()
  }
  if (shell.has('noexec') && !shell.interactive) return 0
  try {
    if (statement.background) shell.status = yield* startJob(shell, statement)
    else shell.status = yield* runAndOr(shell, statement.command)
  } catch (error) {
    if (!(error instanceof ShellFailure) || error.fatal) throw error
    yield* complain(shell, error.message)
    shell.status = error.code
    yield* failed(shell)
  }
  if (shell.cleanups.length > 0) for (const cleanup of shell.cleanups.splice(0)) yield* wait(cleanup())
  if (shell.pendingTraps.length > 0) yield* runPendingTraps(shell)
  return shell.status
}

function* runAndOr(shell: Shell, node: PipelineNode | AndOr): Steps<number> {
  if (node.type !== 'AndOr') return yield* runNode(shell, node)
  for (const [i, command] of node.commands.entries()) {
    if (i > 0 && (node.operators[i - 1] === '&&') !== (shell.status === 0)) continue
    const last = i === node.commands.length - 1
    if (!last) shell.tolerant++
    try {
      shell.status = yield* runGuarded(shell, command)
    } finally {
      if (!last) shell.tolerant--
    }
  }
  return shell.status
}

/** In a list a failed expansion fails its own command only. */
function* runGuarded(shell: Shell, node: PipelineNode): Steps<number> {
  try {
    return yield* runNode(shell, node)
  } catch (error) {
    if (!(error instanceof ShellFailure) || error.fatal) throw error
    yield* complain(shell, error.message)
    shell.status = error.code
    yield* failed(shell)
    return error.code
  }
}

/** After a command failed: the ERR trap, and the end of the shell by `set -e`. */
export function* failed(shell: Shell): Steps<void> {
  if (shell.status === 0 || shell.tolerant > 0) return
  if (shell.traps.has('ERR') && !shell.inTrap && (shell.frames.length === 0 || shell.has('errtrace'))) yield* runTrap(shell, 'ERR')
  if (shell.has('errexit')) throw new ShellExit(shell.status)
}

export function* runNode(shell: Shell, node: PipelineNode): Steps<number> {
  if (shell.step()) yield* wait(shell.process.sleep(1))
  if (shell.interrupted) {
    shell.interrupted = false
    throw new Interrupted()
  }
  switch (node.type) {
    case 'Pipeline':
      return yield* runPipeline(shell, node)
    case 'Command':
      shell.position = node.name?.pos ?? node.pos
      shell.status = yield* runSimple(shell, node)
      shell.pipeStatus = [shell.status]
      yield* failed(shell)
      return shell.status
    case 'Redirected':
      return yield* redirected(shell, node.redirects, () => runCompound(shell, node.command))
    case 'Function':
      return yield* defineFunction(shell, node)
    case 'Coproc':
      // @simplified: coprocesses are not there.
      throw new ShellFailure('coproc: not supported')
    default:
      return yield* runCompound(shell, node)
  }
}

function* runCompound(shell: Shell, node: Exclude<CommandNode, { type: 'Command' | 'Redirected' | 'Function' | 'Coproc' }>): Steps<number> {
  switch (node.type) {
    case 'If':
      return yield* runIf(shell, node)
    case 'For':
      return yield* runFor(shell, node)
    case 'ArithmeticFor':
      return yield* runArithmeticFor(shell, node)
    case 'Select':
      return yield* runSelect(shell, node)
    case 'While':
      return yield* runWhile(shell, node)
    case 'Case':
      return yield* runCase(shell, node)
    case 'BraceGroup':
      return yield* runList(shell, node.body)
    case 'Subshell':
      return yield* runSubshell(shell, node.body, nodeText.shown(shell, node))
    case 'TestCommand':
      if (shell.has('xtrace')) yield* write(shell, `+ ${nodeText.shown(shell, node)}\n`, 2)
      shell.status = yield* runTest(shell, node.expression)
      shell.pipeStatus = [shell.status]
      yield* failed(shell)
      return shell.status
    case 'ArithmeticCommand':
      return yield* runArithmetic(shell, node.body)
  }
}

function* runSubshell(shell: Shell, body: CompoundList, text: string): Steps<number> {
  const process = spawnSubshell(
    shell,
    function* (subshell) {
      subshell.loopDepth = 0
      return yield* runList(subshell, body)
    },
    shell.has('monitor') ? { group: true } : {},
  )
  ;[shell.status] = (yield* awaitForeground(shell, [process], text)) as [number]
  shell.pipeStatus = [shell.status]
  yield* failed(shell)
  return shell.status
}

function* runArithmetic(shell: Shell, body: string): Steps<number> {
  if (shell.has('xtrace')) yield* write(shell, `+ (( ${body.trim()} ))\n`, 2)
  try {
    const value = body.trim() === '' ? evaluate(shell, '0') : yield* evaluateExpanded(shell, body)
    shell.status = value === 0n ? 1 : 0
  } catch (error) {
    if (!(error instanceof ShellFailure) || error.fatal) throw error
    yield* complain(shell, `((: ${error.message}`)
    shell.status = 1
  }
  shell.pipeStatus = [shell.status]
  yield* failed(shell)
  return shell.status
}

function* defineFunction(shell: Shell, node: FunctionNode): Steps<number> {
  const name = node.name.text
  if (!isName(name) && /[$`"'\\<>]/.test(name)) {
    yield* complain(shell, `\`${name}': not a valid identifier`)
    return 1
  }
  shell.functions.set(name, { name, body: node.body, source: shell.source, text: shell.source.text.slice(node.body.pos, node.body.end) })
  return 0
}
