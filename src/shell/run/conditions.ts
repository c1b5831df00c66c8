import { SystemError } from '../../base/index.ts'
import type { Stat } from '../../machine/index.ts'
import type { Shell } from '../shell.ts'
import { getVariable, splitSubscript, element } from '../variable-access.ts'

const statOf = (shell: Shell, path: string, link = false): Stat | undefined => {
  const descriptor = /^\/dev\/(?:fd\/)?(stdin|stdout|stderr|\d+)$/.exec(path)
  void descriptor
  try {
    return link ? shell.process.files.lstat(path) : shell.process.files.stat(path)
  } catch (error) {
    if (error instanceof SystemError) return undefined
    throw error
  }
}

const permitted = (shell: Shell, stat: Stat | undefined, bit: number): boolean => {
  if (!stat) return false
  const { user } = shell.process
  if (user.uid === 0) return bit !== 1 || stat.type === 'directory' || (stat.mode & 0o111) !== 0
  const shift = stat.owner === user.name ? 6 : stat.group === user.group || user.groups.includes(stat.group) ? 3 : 0
  return ((stat.mode >> shift) & bit) !== 0
}

const types: Readonly<Record<string, Stat['type']>> = { f: 'file', d: 'directory', p: 'fifo', S: 'socket' }

export const unaryOperators: ReadonlySet<string> = new Set([...'abcdefghknoprstuvwxzGLNORS'].map((letter) => `-${letter}`))

/** `-f path`, `-z text` and the like. */
export const testUnary = (shell: Shell, operator: string, operand: string): boolean => {
  const letter = operator[1]!
  switch (letter) {
    case 'z':
      return operand === ''
    case 'n':
      return operand !== ''
    case 'a':
    case 'e':
      return statOf(shell, operand) !== undefined
    case 'f':
    case 'd':
    case 'p':
    case 'S':
      return statOf(shell, operand)?.type === types[letter]
    case 'b':
      return false
    case 'c':
      return statOf(shell, operand)?.type === 'device'
    case 'h':
    case 'L':
      return statOf(shell, operand, true)?.type === 'symlink'
    case 's':
      return (statOf(shell, operand)?.size ?? 0) > 0
    case 'r':
      return permitted(shell, statOf(shell, operand), 4)
    case 'w':
      return permitted(shell, statOf(shell, operand), 2)
    case 'x':
      return permitted(shell, statOf(shell, operand), 1)
    case 'O':
      return statOf(shell, operand)?.owner === shell.process.user.name
    case 'G':
      return statOf(shell, operand)?.group === shell.process.user.group
    case 'N': {
      const stat = statOf(shell, operand)
      return stat !== undefined && stat.modifiedAt > stat.accessedAt
    }
    case 'k':
      return ((statOf(shell, operand)?.mode ?? 0) & 0o1000) !== 0
    case 'g':
      return ((statOf(shell, operand)?.mode ?? 0) & 0o2000) !== 0
    case 'u':
      return ((statOf(shell, operand)?.mode ?? 0) & 0o4000) !== 0
    case 't': {
      const descriptor = shell.descriptors.get(Number(operand))
      return (descriptor?.reader?.tty ?? descriptor?.writer?.tty) !== undefined
    }
    case 'o':
      return shell.options.has(operand)
    case 'v': {
      const [name, subscript] = splitSubscript(operand)
      if (/^\d+$/.test(name)) return shell.positional.length >= Number(name)
      const variable = getVariable(shell, name)
      if (subscript === '@' || subscript === '*') return (variable?.array?.length ?? variable?.map?.size ?? 0) > 0
      if (subscript !== undefined) return element(shell, variable, subscript) !== undefined
      return (
        variable !== undefined &&
        (variable.value !== undefined || variable.array?.[0] !== undefined || variable.map?.get('0') !== undefined)
      )
    }
    case 'R':
      return shell.variables.get(operand)?.reference === true
    default:
      return false
  }
}

export const binaryOperators: ReadonlySet<string> = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
])

export const compareNumbers: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
}

/** `-nt`, `-ot` and `-ef`. */
export const compareFiles = (shell: Shell, operator: string, left: string, right: string): boolean => {
  const [a, b] = [statOf(shell, left), statOf(shell, right)]
  if (operator === '-ef') return a !== undefined && a.inode === b?.inode
  if (operator === '-nt') return a !== undefined && (b === undefined || a.modifiedAt > b.modifiedAt)
  return b !== undefined && (a === undefined || a.modifiedAt < b.modifiedAt)
}
