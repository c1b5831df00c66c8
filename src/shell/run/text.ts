import { createSource, lineAt, parseCommands, type Source } from '../parse/syntax.ts'
import { expandAliases } from '../parse/alias.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { runStatement } from './execute.ts'
import { write } from './output.ts'

/** Runs a text of commands in the shell, as `eval`, `source`, traps and scripts do. */
export function* runText(
  shell: Shell,
  text: string,
  options: { readonly firstLine?: number; readonly label?: string } = {},
): Steps<number> {
  const before = { source: shell.source, position: shell.position }
  const label = options.label
  let source = createSource(text, options.firstLine ?? shell.line)
  let code = 0
  try {
    for (let rest = true; rest;) {
      rest = false
      const aliased = shell.shopt.has('expand_aliases') && shell.aliases.size > 0 ? expandAliases(source.text, shell.aliases) : source.text
      if (aliased !== source.text) source = createSource(aliased, source.firstLine)
      const syntax = parseCommands(source)
      const { aliasVersion } = shell
      for (const statement of syntax.statements) {
        shell.source = source
        code = yield* runStatement(shell, statement)
        if (shell.aliasVersion === aliasVersion || !shell.shopt.has('expand_aliases')) continue
        // Aliases count from the next line on: parse what follows anew.
        const next = source.text.indexOf('\n', statement.end)
        if (next < 0) continue
        if (statement !== syntax.statements.at(-1) && syntax.statements.find(({ pos }) => pos > statement.pos)!.pos < next) continue
        source = createSource(source.text.slice(next + 1), lineAt(source, next) + 1)
        rest = true
        break
      }
      if (rest) continue
      if (syntax.failure) code = yield* reportSyntax(shell, syntax.failure, label)
    }
  } finally {
    shell.source = before.source
    shell.position = before.position
  }
  return code
}

/** Prints a syntax error as bash does and answers its exit code, 2. */
export function* reportSyntax(shell: Shell, failure: NonNullable<ReturnType<typeof parseCommands>['failure']>, label = ''): Steps<number> {
  for (const [i, message] of failure.messages.entries()) {
    const place = shell.messageStyle === 'plain' ? '' : `line ${failure.lines[i]}: `
    yield* write(shell, `${shell.name}: ${label}${place}${message}\n`, 2)
  }
  shell.status = 2
  return 2
}

export type { Source }
