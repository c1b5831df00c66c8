import type { Command, CommandNode, Pipeline } from 'unbash'
import { Pipe, type Process } from '../../machine/index.ts'
import { ShellFailure } from '../control.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { awaitForeground } from './foreground.ts'
import { codeOf, spawnExternal, spawnSubshell, type StageOptions } from './spawn.ts'
import { prepare } from './simple-command.ts'
import { applyRedirections } from './redirect.ts'
import { failed, runNode } from './execute.ts'
import { write } from './output.ts'
import { nodeText } from './node-text.ts'

/**
 * Starts a stage of a pipeline, a background command or a command substitution as a process. An external command is
 * started at once, as bash does by exec; all else as a subshell.
 */
export function* spawnStage(
  shell: Shell,
  command: CommandNode | undefined,
  run: (subshell: Shell) => Steps<number>,
  options: StageOptions,
): Steps<Process> {
  if (command?.type !== 'Command' || !command.name || shell.traps.size > 0) return spawnSubshell(shell, run, options)
  const external = yield* asExternal(shell, command, options)
  return external ?? spawnSubshell(shell, run, options)
}

const plainName = (command: Command): string | undefined => (command.name && !command.name.parts ? command.name.value : undefined)

function* asExternal(shell: Shell, command: Command, options: StageOptions): Steps<Process | undefined> {
  const name = plainName(command)
  if (name === undefined || shell.functions.has(name)) return undefined
  const fork = shell.fork()
  fork.interactive = shell.interactive
  fork.subshellLevel = shell.subshellLevel
  if (options.stdin) fork.descriptors.set(0, { reader: options.stdin })
  if (options.stdout) fork.descriptors.set(1, { writer: options.stdout })
  if (options.stderr) fork.descriptors.set(2, { writer: options.stderr })
  // Only what needs no waiting is prepared here; the rest is a subshell's work.
  if (needsWaiting(command)) return undefined
  try {
    const prepared = yield* prepare(fork, command)
    if (prepared.kind !== 'external') return undefined
    yield* applyRedirections(fork, command.redirects)
    return spawnExternal(fork, prepared.path, prepared.argv, prepared.environment, {
      ...(options.group === undefined ? {} : { group: options.group }),
    })
  } catch (error) {
    if (!(error instanceof ShellFailure)) throw error
    // The subshell will meet the failure again and tell of it.
    return undefined
  }
}

const needsWaiting = (command: Command): boolean => /\$\(|`|<\(|>\(|\$\{[^}]*=|\+\+|--?=|\$\(\(|<<|\$\{ /.test(nodeText.of(command))

/** Runs a pipeline; its code is that of the last stage, or with pipefail of the last that failed. */
export function* runPipeline(shell: Shell, node: Pipeline): Steps<number> {
  const negated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1
  const timed = node.prefixes.some(({ type }) => type === 'Time')
  const startedAt = shell.process.clock.now
  if (negated) shell.tolerant++
  let code: number
  try {
    code =
      node.commands.length === 1 ? yield* runNode(shell, node.commands[0]!) : node.commands.length === 0 ? 0 : yield* runStages(shell, node)
  } finally {
    if (negated) shell.tolerant--
  }
  if (timed) yield* write(shell, timeText(shell.process.clock.now - startedAt), 2)
  shell.status = negated ? Number(code === 0) : code
  if (!negated && node.commands.length > 1) yield* failed(shell)
  return shell.status
}

const timeText = (milliseconds: number): string => {
  const text = (value: number) => `${Math.floor(value / 60_000)}m${((value % 60_000) / 1000).toFixed(3)}s`
  return `\nreal\t${text(milliseconds)}\nuser\t${text(0)}\nsys\t${text(0)}\n`
}

function* runStages(shell: Shell, node: Pipeline): Steps<number> {
  const lastHere = shell.shopt.has('lastpipe') && !shell.interactive
  const spawned = yield* spawnStages(shell, node, lastHere)
  let lastCode: number | undefined
  if (spawned.rest) {
    const before = new Map(shell.descriptors)
    shell.descriptors.set(0, { reader: spawned.rest.reader })
    spawned.rest.reader.retain?.()
    try {
      lastCode = yield* runNode(shell, node.commands.at(-1)!)
    } finally {
      spawned.rest.reader.release?.()
      shell.descriptors = before
    }
  }
  const codes = [
    ...(yield* awaitForeground(shell, spawned.processes, nodeText.shown(shell, node))),
    ...(lastCode === undefined ? [] : [lastCode]),
  ]
  shell.pipeStatus = codes
  const failure = shell.has('pipefail') ? codes.findLast((code) => code !== 0) : undefined
  return failure ?? codes.at(-1)!
}

/** Starts all stages, joined by pipes; `rest` is what the last one, if it runs in this shell, reads from. */
export function* spawnStages(
  shell: Shell,
  node: Pipeline,
  lastHere = false,
): Steps<{ readonly processes: readonly Process[]; readonly rest?: Pipe }> {
  const processes: Process[] = []
  let input: Pipe | undefined
  for (const [i, command] of node.commands.entries()) {
    const isLast = i === node.commands.length - 1
    if (isLast && lastHere) return { processes, rest: input! }
    const output = isLast ? undefined : new Pipe(shell.process.clock)
    const group = shell.has('monitor') ? (processes[0]?.group ?? true) : undefined
    const options: StageOptions = {
      ...(input ? { stdin: input.reader } : {}),
      ...(output ? { stdout: output.writer } : {}),
      ...(output && node.operators[i] === '|&' ? { stderr: output.writer } : {}),
      ...(group === undefined ? {} : { group }),
    }
    processes.push(yield* spawnStage(shell, command, (subshell) => stage(subshell, command), options))
    input = output
  }
  return { processes }
}

function* stage(subshell: Shell, command: CommandNode): Steps<number> {
  subshell.loopDepth = 0
  try {
    return yield* runNode(subshell, command)
  } catch (error) {
    return yield* codeOf(subshell, error)
  }
}
