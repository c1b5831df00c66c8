import type { CommandExpansionPart } from 'unbash'
import { decode } from '../../base/index.ts'
import { CollectingWriter } from '../../machine/index.ts'
import { expandText } from '../expand/words.ts'
import { createSource } from '../parse/syntax.ts'
import type { Shell } from '../shell.ts'
import { wait, type Steps } from '../steps.ts'
import { runStatements } from './execute.ts'
import { spawnStage } from './pipeline.ts'

/** `$(...)` and backticks: a subshell's output without its last line feeds. */
export function* substituteCommand(shell: Shell, part: CommandExpansionPart): Steps<string> {
  const { script } = part
  if (!script || script.commands.length === 0) {
    shell.expansionCode = 0
    return ''
  }
  const file = yield* fileOnly(shell, script)
  if (file !== undefined) return file
  const output = new CollectingWriter()
  const inner = script.source === undefined ? shell.source : createSource(script.source, shell.line)
  const only = script.commands.length === 1 && !script.commands[0]!.background ? script.commands[0]!.command : undefined
  const run = function* (subshell: Shell): Steps<number> {
    subshell.source = inner
    if (!subshell.shopt.has('inherit_errexit')) subshell.options.delete('errexit')
    subshell.tolerant = 0
    subshell.loopDepth = 0
    subshell.substitutionLevel++
    return yield* runStatements(subshell, script.commands)
  }
  const process = yield* spawnStage(shell, only?.type === 'Command' && script.source === undefined ? only : undefined, run, {
    stdout: output,
  })
  shell.expansionCode = yield* wait(process.exited)
  shell.status = shell.expansionCode
  const text = decode(output.bytes).replace(/\0/g, '')
  return text.replace(/\n+$/, '')
}

/** `$(< file)` reads a file. */
function* fileOnly(shell: Shell, script: NonNullable<CommandExpansionPart['script']>): Steps<string | undefined> {
  const command = script.commands.length === 1 ? script.commands[0]!.command : undefined
  if (command?.type !== 'Command' || command.name || command.prefix.length !== 1) return undefined
  const [redirect] = command.prefix
  if (redirect?.type !== 'Redirect' || redirect.operator !== '<' || !redirect.target) return undefined
  const path = yield* expandText(shell, redirect.target)
  if (!shell.process.files.exists(path) || path.startsWith('/dev/')) return undefined
  shell.expansionCode = 0
  return shell.process.files.readText(path).replace(/\n+$/, '')
}
