import { fraction } from '../base/index.ts'
import { evaluate } from './expand/arithmetic.ts'
import { ShellFailure } from './control.ts'
import type { Shell } from './shell.ts'
import { elements, scalar, type Variable } from './variables.ts'

const dynamic: Readonly<Record<string, (shell: Shell) => Variable | undefined>> = {
  LINENO: (shell) => ({ value: String(shell.line) }),
  SECONDS: (shell) => ({ value: String(Math.floor((shell.process.clock.now - shell.startedAt) / 1000) + shell.secondsBase) }),
  EPOCHSECONDS: (shell) => ({ value: String(Math.floor(shell.process.clock.now / 1000)) }),
  EPOCHREALTIME: (shell) => ({ value: (shell.process.clock.now / 1000).toFixed(6) }),
  RANDOM: (shell) => ({
    value: String(
      Math.floor(
        fraction(shell.process.machine.seed, 'random', shell.process.machine.hostname, shell.process.pid, shell.randomCount++) * 32768,
      ),
    ),
  }),
  SRANDOM: (shell) => ({
    value: String(
      Math.floor(
        fraction(shell.process.machine.seed, 'srandom', shell.process.machine.hostname, shell.process.pid, shell.randomCount++) * 2 ** 32,
      ),
    ),
  }),
  BASHPID: (shell) => ({ value: String(shell.process.pid) }),
  BASH_SUBSHELL: (shell) => ({ value: String(shell.subshellLevel) }),
  PIPESTATUS: (shell) => ({ array: shell.pipeStatus.map(String) }),
  FUNCNAME: (shell) =>
    shell.frames.length
      ? { array: [...shell.frames.map(({ name }) => name), ...(shell.interactive || shell.name === 'bash' ? [] : ['main'])] }
      : undefined,
  BASH_SOURCE: (shell) => ({
    array: [...shell.frames.map(({ file }) => file), ...(shell.messageStyle === 'line' && shell.name !== 'bash' ? [shell.name] : [])],
  }),
  BASH_LINENO: (shell) => ({ array: [...shell.frames.map(({ line }) => String(line)), '0'] }),
  DIRSTACK: (shell) => ({ array: [shell.process.cwd, ...shell.directoryStack] }),
  GROUPS: (shell) => ({ array: [String(shell.process.user.gid)] }),
  SHELLOPTS: (shell) => ({ value: [...shell.options].sort().join(':'), readonly: true }),
  BASHOPTS: (shell) => ({ value: [...shell.shopt].sort().join(':'), readonly: true }),
}

/** The name that a chain of namerefs leads to, with its subscript if it has one. */
export const resolveName = (shell: Shell, name: string): string => {
  for (let i = 0; i < 10; i++) {
    const variable = shell.variables.get(name)
    if (!variable?.reference || !variable.value) return name
    name = variable.value
  }
  return name
}

export const getVariable = (shell: Shell, name: string): Variable | undefined => {
  const variable = shell.variables.get(name)
  if (!variable) return Object.hasOwn(dynamic, name) ? dynamic[name]!(shell) : undefined
  if (!variable.reference || !variable.value) return variable
  const [target, subscript] = splitSubscript(resolveName(shell, name))
  const found = getVariable(shell, target)
  return subscript === undefined ? found : { value: element(shell, found, subscript)! }
}

/** `a[1]` as name and subscript. */
export const splitSubscript = (text: string): readonly [string, string | undefined] => {
  const match = /^([A-Za-z_]\w*)\[([^]*)\]$/.exec(text)
  return match ? [match[1]!, match[2]!] : [text, undefined]
}

export const isDynamic = (name: string): boolean => Object.hasOwn(dynamic, name)

export const getText = (shell: Shell, name: string): string | undefined => scalar(getVariable(shell, name))

/** The index of an indexed array; negative ones count from its end. */
export const arrayIndex = (shell: Shell, variable: Variable | undefined, subscript: string): number => {
  const index = Number(evaluate(shell, subscript))
  return index < 0 ? index + (variable?.array?.length ?? (variable?.value === undefined ? 0 : 1)) : index
}

/** One element; `subscript` is expanded already. */
export const element = (shell: Shell, variable: Variable | undefined, subscript: string): string | undefined => {
  if (variable?.map) return variable.map.get(subscript)
  const index = arrayIndex(shell, variable, subscript)
  if (index < 0 && variable) throw new ShellFailure(`${subscript}: bad array subscript`)
  return variable?.array ? variable.array[index] : index === 0 ? variable?.value : undefined
}

const converted = (shell: Shell, variable: Variable, value: string): string => {
  if (variable.integer) return String(evaluate(shell, value))
  if (variable.upper) return value.toUpperCase()
  if (variable.lower) return value.toLowerCase()
  return value
}

const appended = (shell: Shell, variable: Variable | undefined, before: string | undefined, value: string): string =>
  variable?.integer ? String(evaluate(shell, before || '0') + evaluate(shell, value)) : (before ?? '') + value

export interface AssignOptions {
  readonly append?: boolean
  readonly subscript?: string
  readonly local?: boolean
}

const checkWritable = (name: string, variable: Variable | undefined): void => {
  if (variable?.readonly) throw new ShellFailure(`${name}: readonly variable`, { fatal: true })
}

/** Assigns a text to a variable or to one element; readonly variables refuse. */
export const assign = (shell: Shell, name: string, value: string, options: AssignOptions = {}): void => {
  const [target, ownSubscript] = options.local ? [name, undefined] : splitSubscript(resolveName(shell, name))
  const subscript = options.subscript ?? ownSubscript
  const old = shell.variables.get(target) ?? {}
  checkWritable(target, old)
  const store = (variable: Variable) =>
    options.local
      ? shell.variables.setLocal(target, variable)
      : shell.variables.set(target, shell.has('allexport') ? { ...variable, exported: true } : variable)
  if (target === 'SECONDS') {
    shell.secondsBase = Number(value) || 0
    shell.startedAt = shell.process.clock.now
    return
  }
  if (subscript !== undefined) {
    if (old.map) {
      if (subscript === '') throw new ShellFailure(`${target}[${subscript}]: bad array subscript`)
      const map = old.map
      map.set(subscript, converted(shell, old, options.append ? appended(shell, old, map.get(subscript), value) : value))
      return
    }
    const index = arrayIndex(shell, old, subscript)
    if (index < 0) throw new ShellFailure(`${target}[${subscript}]: bad array subscript`)
    const array = old.array ?? (old.value === undefined ? [] : [old.value])
    array[index] = converted(shell, old, options.append ? appended(shell, old, array[index], value) : value)
    const { value: _, ...attributes } = old
    store({ ...attributes, array })
    return
  }
  const text = converted(shell, old, options.append ? appended(shell, old, scalar(old), value) : value)
  if (old.array) {
    old.array[0] = text
    if (options.local) store(old)
  } else if (old.map) old.map.set('0', text)
  else store({ ...old, value: text })
  if (target === 'PATH') shell.hashed.clear()
}

/** Assigns a whole array: entries with a key go there, the others to the next index. */
export const assignArray = (
  shell: Shell,
  name: string,
  entries: readonly { readonly key?: string; readonly value: string; readonly append?: boolean }[],
  options: AssignOptions = {},
): void => {
  const target = options.local ? name : resolveName(shell, name)
  const old = shell.variables.get(target) ?? {}
  checkWritable(target, old)
  const { value: _, array: __, map: ___, ...attributes } = old
  const store = (variable: Variable) => (options.local ? shell.variables.setLocal(target, variable) : shell.variables.set(target, variable))
  if (old.map) {
    const map = options.append ? new Map(old.map) : new Map<string, string>()
    entries.forEach(({ key, value }, i) => {
      if (key !== undefined) map.set(key, converted(shell, old, value))
      else if (i % 2 === 0) map.set(value, entries[i + 1]?.value ?? '')
    })
    return store({ ...attributes, map })
  }
  const array = options.append ? (elements(old).length || old.array ? (old.array?.slice() ?? elements(old)) : []) : []
  let next = array.length
  const holder: Variable = { ...attributes, array }
  for (const { key, value, append } of entries) {
    const index = key === undefined ? next : arrayIndex(shell, holder, key)
    array[index] = converted(shell, old, append ? (array[index] ?? '') + value : value)
    next = index + 1
  }
  store(holder)
}

/** Removes a variable or an element; false if it is readonly. */
export const unset = (shell: Shell, name: string): void => {
  const [target, subscript] = splitSubscript(resolveName(shell, name))
  const variable = shell.variables.get(target)
  if (variable?.readonly) throw new ShellFailure(`unset: ${target}: cannot unset: readonly variable`)
  if (subscript === undefined) return shell.variables.delete(target)
  if (variable?.map) variable.map.delete(subscript)
  else if (subscript === '@' || subscript === '*') shell.variables.delete(target)
  else if (variable?.array) {
    delete variable.array[arrayIndex(shell, variable, subscript)]
    while (variable.array.length > 0 && !(variable.array.length - 1 in variable.array)) variable.array.length--
  }
}
