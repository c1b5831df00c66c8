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
