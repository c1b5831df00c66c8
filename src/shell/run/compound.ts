import type { ArithmeticFor, Case, CompoundList, For, If, Select, While, Word } from 'unbash'
import { decode, fnmatch } from '../../base/index.ts'
import { LoopExit, ShellFailure } from '../control.ts'
import { evaluateExpanded, expandPattern, expandText, expandWords } from '../expand/words.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign, getText } from '../variable-access.ts'
import { isName } from '../variables.ts'
import { runCondition, runList } from './execute.ts'
import { readUntil } from './input.ts'
import { write } from './output.ts'
import { traceText } from './trace.ts'

export function* runIf(shell: Shell, node: If): Steps<number> {
  for (const branch of [node, ...node.elif])
    if ((yield* runCondition(shell, branch.clause)) === 0) return yield* runList(shell, branch.then)
  shell.status = 0
  return node.else ? yield* runList(shell, node.else) : 0
}

/** Runs a loop's body once; false if the loop is to end. */
function* turn(shell: Shell, body: CompoundList): Steps<boolean> {
  shell.loopDepth++
  try {
    shell.status = yield* runList(shell, body)
    return true
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error
    shell.status = 0
    if (error.levels > 1 && shell.loopDepth > 1) throw new LoopExit(error.kind, error.levels - 1)
    return error.kind === 'continue'
  } finally {
    shell.loopDepth--
  }
}

export function* runWhile(shell: Shell, node: While): Steps<number> {
  let code = 0
  for (;;) {
    shell.loopDepth++
    let met: boolean
    try {
      met = ((yield* runCondition(shell, node.clause)) === 0) === (node.kind === 'while')
    } catch (error) {
      if (!(error instanceof LoopExit)) throw error
      if (error.levels > 1 && shell.loopDepth > 1) throw new LoopExit(error.kind, error.levels - 1)
      if (error.kind === 'continue') continue
      return (shell.status = 0)
    } finally {
      shell.loopDepth--
    }
    if (!met) return (shell.status = code)
    if (!(yield* turn(shell, node.body))) return (shell.status = 0)
    code = shell.status
  }
}

function* listOf(shell: Shell, words: readonly Word[] | undefined): Steps<readonly string[]> {
  return words ? yield* expandWords(shell, words) : shell.positional
}

export function* runFor(shell: Shell, node: For): Steps<number> {
  const name = node.name.text
  if (!isName(name)) throw new ShellFailure(`\`${name}': not a valid identifier`, { fatal: false })
  let code = 0
  for (const value of yield* listOf(shell, node.wordlist)) {
    if (shell.has('xtrace'))
      yield* write(shell, traceText(shell, `for ${name} in ${node.wordlist?.map(({ text }) => text).join(' ') ?? '"$@"'}`), 2)
    assign(shell, name, value)
    if (!(yield* turn(shell, node.body))) return (shell.status = 0)
    code = shell.status
  }
  return (shell.status = code)
}

export function* runArithmeticFor(shell: Shell, node: ArithmeticFor): Steps<number> {
  const header = /\(\(([^]*?)\)\)\s*(?:;|\n|do|\{)/.exec(shell.source.text.slice(node.pos))?.[1] ?? ''
  const [first = '', test = '', update = ''] = header.split(';')
  let code = 0
  if (first.trim()) yield* evaluateExpanded(shell, first)
  while (test.trim() === '' || (yield* evaluateExpanded(shell, test)) !== 0n) {
    if (!(yield* turn(shell, node.body))) return (shell.status = 0)
    code = shell.status
    if (update.trim()) yield* evaluateExpanded(shell, update)
  }
  return (shell.status = code)
}

export function* runCase(shell: Shell, node: Case): Steps<number> {
  const word = yield* expandText(shell, node.word)
  if (shell.has('xtrace')) yield* write(shell, traceText(shell, `case ${node.word.text} in`), 2)
  let code = 0
  let fallsThrough = false
  for (const item of node.items) {
    if (!fallsThrough && !(yield* matchesAny(shell, item.pattern, word))) continue
    shell.status = 0
    code = yield* runList(shell, item.body)
    if (item.terminator !== ';&' && item.terminator !== ';;&') return code
    fallsThrough = item.terminator === ';&'
  }
  return (shell.status = code)
}

function* matchesAny(shell: Shell, patterns: readonly Word[], word: string): Steps<boolean> {
  for (const pattern of patterns)
    if (fnmatch(yield* expandPattern(shell, pattern), word, { ignoreCase: shell.shopt.has('nocasematch') })) return true
  return false
}

export function* runSelect(shell: Shell, node: Select): Steps<number> {
  const choices = yield* listOf(shell, node.wordlist)
  const menu = choices.map((choice, i) => `${i + 1}) ${choice}\n`).join('')
  if (choices.length === 0) return 0
  let code = 0
  for (let shows = true; ;) {
    if (shows) yield* write(shell, menu, 2)
    yield* write(shell, getText(shell, 'PS3') ?? '#? ', 2)
    const reader = shell.descriptors.get(0)?.reader
    const line = reader ? yield* readUntil(shell, reader, 10) : { bytes: new Uint8Array(), ended: true }
    if (line.ended && line.bytes.length === 0) {
      yield* write(shell, '\n')
      return (shell.status = 1)
    }
    const reply = decode(line.bytes).replace(/\n$/, '')
    shows = reply.trim() === ''
    if (shows) continue
    assign(shell, 'REPLY', reply)
    assign(shell, node.name.text, choices[Number(reply) - 1] ?? '')
    if (!(yield* turn(shell, node.body))) return (shell.status = 0)
    code = shell.status
    void code
  }
}
