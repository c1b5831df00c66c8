import type { FileType } from '../../machine/index.ts'

const letters: Readonly<Record<FileType, string>> = { file: '-', directory: 'd', symlink: 'l', socket: 's', fifo: 'p', device: 'c' }

/** `-rw-r--r--` */
export const modeText = (type: FileType, mode: number): string => {
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = (mode >> shift) & 7
    const execute = (mode & special) !== 0 ? ((bits & 1) !== 0 ? letter : letter.toUpperCase()) : (bits & 1) !== 0 ? 'x' : '-'
    return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${execute}`
  }
  return letters[type] + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't')
}

const who: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 }

/** The mode after applying `755`, `u+x` or `go-w,a+r`; undefined if the text is no mode. */
export const applyMode = (text: string, mode: number, directory: boolean): number | undefined => {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8)
  let result = mode
  for (const clause of text.split(',')) {
    const [, users = '', operator, permissions = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? []
    if (operator === undefined) return undefined
    const mask = (users || 'a').split('').reduce((sum, user) => sum | who[user]!, 0)
    const executable = permissions.includes('x') || (permissions.includes('X') && (directory || (mode & 0o111) !== 0))
    const wanted = (permissions.includes('r') ? 0o444 : 0) | (permissions.includes('w') ? 0o222 : 0) | (executable ? 0o111 : 0)
    const special = permissions.includes('t') ? 0o1000 : permissions.includes('s') ? (users.includes('g') ? 0o2000 : 0o4000) : 0
    const bits = (wanted & mask) | special
    if (operator === '+') result |= bits
    else if (operator === '-') result &= ~bits
    else result = (result & ~mask) | bits
  }
  return result
}
