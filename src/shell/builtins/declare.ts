import { ShellFailure } from '../control.ts'
import { assignmentText, declaration } from '../declaration.ts'
import { complain, write } from '../run/output.ts'
import { applyAssignment, type DoneAssignment } from '../run/simple-command.ts'
import type { FunctionDefinition, Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign } from '../variable-access.ts'
import { isName, type Attributes, type Variable } from '../variables.ts'
import type { Builtin, BuiltinCall } from './builtin.ts'

type Kind = 'array' | 'map'

interface Request {
  readonly on: Set<string>
  readonly off: Set<string>
  readonly names: readonly (string | DoneAssignment)[]
}

const attributeOf: Readonly<Record<string, keyof Attributes>> = {
  x: 'exported',
  r: 'readonly',
  i: 'integer',
  n: 'reference',
  u: 'upper',
  l: 'lower',
}

function* parseRequest(shell: Shell, name: string, call: BuiltinCall, letters: string, usage: string): Steps<Request | undefined> {
  const on = new Set<string>()
  const off = new Set<string>()
  let at = 0
  for (; at < call.declarations.length; at++) {
    const word = call.declarations[at]!
    if (word === '--') {
      at++
      break
    }
    if (typeof word !== 'string' || !/^[-+]./.test(word)) break
    for (const letter of word.slice(1)) {
      if (!letters.includes(letter)) {
        yield* complain(shell, `${name}: ${word[0]}${letter}: invalid option`)
        yield* write(shell, `${name}: usage: ${name} ${usage}\n`, 2)
        return undefined
      }
      ;(word[0] === '-' ? on : off).add(letter)
    }
  }
  return { on, off, names: call.declarations.slice(at) }
}

const parseText = (text: string): DoneAssignment | undefined => {
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)=([^]*)$/.exec(text)
  if (!match) return undefined
  return { name: match[1]!, append: match[3] === '+', value: match[4]!, ...(match[2] === undefined ? {} : { subscript: match[2] }) }
}

/** Gives a variable its attributes, and makes it an array if asked to. */
const shaped = (old: Variable | undefined, on: ReadonlySet<string>, off: ReadonlySet<string>): Variable => {
  const kind: Kind | undefined = on.has('A') ? 'map' : on.has('a') ? 'array' : undefined
  let variable: Variable = old ?? {}
  if (kind === 'map' && !variable.map)
    variable = { ...without(variable), map: new Map(variable.value === undefined ? [] : [['0', variable.value]]) }
  if (kind === 'array' && !variable.array) variable = { ...without(variable), array: variable.value === undefined ? [] : [variable.value] }
  const attributes: Record<string, boolean> = {}
  for (const [letter, attribute] of Object.entries(attributeOf)) {
    if (letter === 'r') continue
    if (on.has(letter)) attributes[attribute] = true
    if (off.has(letter)) attributes[attribute] = false
  }
  if (on.has('u')) attributes.lower = false
  if (on.has('l')) attributes.upper = false
  return { ...variable, ...attributes }
}

const without = ({ value: _, ...rest }: Variable): Variable => rest

function* declareOne(
  shell: Shell,
  name: string,
  item: string | DoneAssignment,
  on: ReadonlySet<string>,
  off: ReadonlySet<string>,
  local: boolean,
): Steps<boolean> {
  const done = typeof item === 'string' ? (parseText(item) ?? { name: item.replace(/\[[^\]]*\]$/, ''), append: false }) : item
  if (!isName(done.name)) {
    yield* complain(shell, `${name}: \`${typeof item === 'string' ? item : item.name}': not a valid identifier`)
    return false
  }
  const old = local && !shell.variables.isLocal(done.name) ? undefined : shell.variables.get(done.name)
  if (local && !old && shell.variables.get(done.name)?.readonly) {
    yield* complain(shell, `${name}: ${done.name}: readonly variable`)
    return false
  }
  if (old?.readonly && (done.value !== undefined || done.entries || off.has('r'))) {
    yield* complain(shell, `${name}: ${done.name}: readonly variable`)
    return false
  }
  if (off.has('a') && old?.array) {
    yield* complain(shell, `${name}: ${done.name}: cannot destroy array variables in this way`)
    return false
  }
  const variable = shaped(old, on, off)
  const start = done.entries && !variable.array && !variable.map ? { ...without(variable), array: [] } : variable
  if (on.has('g')) shell.variables.setGlobal(done.name, start)
  else if (local) shell.variables.setLocal(done.name, start)
  else shell.variables.set(done.name, start)
  try {
    if (on.has('n') && done.value !== undefined) shell.variables.set(done.name, { ...start, value: done.value })
    else if (done.entries || done.value !== undefined) {
      if (on.has('g')) assign(shell, done.name, done.value ?? '')
      else applyAssignment(shell, done, local && done.subscript === undefined)
    }
  } catch (error) {
    if (!(error instanceof ShellFailure)) throw error
    yield* complain(shell, `${name}: ${error.message}`)
    return false
  }
  if (on.has('r')) {
    const now = { ...shell.variables.get(done.name), readonly: true }
    if (local) shell.variables.setLocal(done.name, now)
    else shell.variables.set(done.name, now)
  }
  return true
}

/** `name () \n{ ... }`, roughly as bash prints a function. */
export const functionText = (definition: FunctionDefinition): string => {
  const body = definition.text.trim()
  const inner = body.startsWith('{') && body.endsWith('}') ? body.slice(1, -1).trim().replace(/;$/, '') : undefined
  if (inner === undefined) return `${definition.name} () \n{ \n    ${body}\n}`
  const lines = inner
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return `${definition.name} () \n{ \n${lines.map((line) => `    ${line.replace(/;\s+(?=\S)/g, ';\n    ')}`).join('\n')}\n}`
}

function* printFunctions(shell: Shell, names: readonly string[], namesOnly: boolean): Steps<number> {
  let code = 0
  for (const name of names.length > 0 ? names : [...shell.functions.keys()].sort()) {
    const definition = shell.functions.get(name)
    if (!definition) code = 1
    else yield* write(shell, namesOnly ? (names.length > 0 ? `${name}\n` : `declare -f ${name}\n`) : `${functionText(definition)}\n`)
  }
  return code
}

function* printVariables(shell: Shell, name: string, request: Request): Steps<number> {
  if (request.names.length === 0) {
    const letters = [...request.on].filter((letter) => attributeOf[letter] || letter === 'a' || letter === 'A')
    for (const variableName of shell.variables.names()) {
      const variable = shell.variables.get(variableName)!
      if (letters.some((letter) => (letter === 'a' ? !variable.array : letter === 'A' ? !variable.map : !variable[attributeOf[letter]!])))
        continue
      yield* write(
        shell,
        `${letters.length === 0 && !request.on.has('p') ? assignmentText(variableName, variable) : declaration(variableName, variable)}\n`,
      )
    }
    return 0
  }
  let code = 0
  for (const item of request.names) {
    const variableName = typeof item === 'string' ? item : item.name
    const variable = shell.variables.get(variableName)
    if (variable) yield* write(shell, `${declaration(variableName, variable)}\n`)
    else {
      yield* complain(shell, `${name}: ${variableName}: not found`)
      code = 1
    }
  }
  return code
}

const declareUsage = '[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]'

function* runDeclare(shell: Shell, call: BuiltinCall, local: boolean): Steps<number> {
  const request = yield* parseRequest(shell, call.name, call, 'aAfFgiIlnprtux', declareUsage)
  if (!request) return 2
  const { on, off, names } = request
  if (on.has('f') || on.has('F'))
    return yield* printFunctions(
      shell,
      names.map((item) => (typeof item === 'string' ? item : item.name)),
      on.has('F'),
    )
  if (on.has('p') || names.length === 0) return yield* printVariables(shell, call.name, request)
  let code = 0
  for (const item of names) if (!(yield* declareOne(shell, call.name, item, on, off, local && !on.has('g')))) code = 1
  return code
}

export const declare: Builtin = {
  name: 'declare',
  usage: declareUsage,
  summary: 'Sets variables and their attributes.',
  declares: true,
  *run(shell, _, call) {
    return yield* runDeclare(shell, call, shell.frames.length > 0)
  },
}

export const typeset: Builtin = { ...declare, name: 'typeset' }

export const local: Builtin = {
  name: 'local',
  usage: '[option] name[=value] ...',
  summary: 'Makes variables of the running function.',
  declares: true,
  *run(shell, _, call) {
    if (shell.frames.length === 0) {
      yield* complain(shell, 'local: can only be used in a function')
      return 1
    }
    if (call.declarations.length === 0) {
      for (const name of shell.variables.locals()) yield* write(shell, `${assignmentText(name, shell.variables.get(name)!)}\n`)
      return 0
    }
    return yield* runDeclare(shell, call, true)
  },
}

const marking = (name: string, letter: 'x' | 'r', usage: string, summary: string): Builtin => ({
  name,
  usage,
  summary,
  declares: true,
  *run(shell, _, call) {
    const request = yield* parseRequest(shell, name, call, letter === 'x' ? 'fnp' : 'aAfp', usage)
    if (!request) return 2
    if (request.names.length === 0) return yield* printVariables(shell, name, { on: new Set([letter]), off: new Set(), names: [] })
    if (request.on.has('f')) return 0
    const on = new Set([...request.on].filter((flag) => flag === 'a' || flag === 'A'))
    const off = new Set<string>()
    ;(request.on.has('n') ? off : on).add(letter)
    let code = 0
    for (const item of request.names) if (!(yield* declareOne(shell, name, item, on, off, false))) code = 1
    return code
  },
})

export const exportBuiltin = marking('export', 'x', '[-fn] [name[=value] ...] or export -p', 'Hands variables on to programs.')
export const readonly = marking('readonly', 'r', '[-aAf] [name[=value] ...] or readonly -p', 'Protects variables from change.')
