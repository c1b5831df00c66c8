import type { FileSystem } from './files-interface.ts'
import type { UserDatabase } from './machine-interface.ts'
import type { User } from './process-interface.ts'

export const root: User = { name: 'root', uid: 0, gid: 0, group: 'root', groups: ['root'], home: '/root', shell: '/bin/bash' }

const rows = (files: FileSystem, path: string): string[][] =>
  files.exists(path)
    ? files
        .readText(path)
        .split('\n')
        .filter((line) => line.includes(':'))
        .map((line) => line.split(':'))
    : []

/** Users as /etc/passwd and /etc/group say, read anew at each question. */
export const createUserDatabase = (files: FileSystem): UserDatabase => {
  const find = (matches: (row: readonly string[]) => boolean): User | undefined => {
    const row = rows(files, '/etc/passwd').find(matches)
    if (!row) return undefined
    const [name = '', , uid = '0', gid = '0', , home = '/', shell = '/bin/sh'] = row
    const groups = rows(files, '/etc/group')
    const group = groups.find(([, , id]) => id === gid)?.[0] ?? gid
    const more = groups.filter(([, , , members]) => members?.split(',').includes(name)).map(([other]) => other!)
    return { name, uid: Number(uid), gid: Number(gid), group, groups: [group, ...more], home, shell }
  }
  return {
    find: (name) => find((row) => row[0] === name) ?? (name === 'root' ? root : undefined),
    byId: (uid) => find((row) => row[2] === String(uid)) ?? (uid === 0 ? root : undefined),
  }
}
