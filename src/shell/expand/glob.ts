import { fnmatch, SystemError } from '../../base/index.ts'
import type { FileSystem } from '../../machine/index.ts'

export interface PathnameOptions {
  readonly dotGlob: boolean
  readonly globStar: boolean
  readonly ignoreCase: boolean
}

const isSpecial = (part: string): boolean => /(?:^|[^\\])(?:\\\\)*(?:[*?[]|[+@!]\()/.test(part)

const unescape = (part: string): string => part.replace(/\\([^])/g, '$1')

const listed = (files: FileSystem, directory: string): readonly string[] => {
  try {
    return files.list(directory === '' ? '.' : directory)
  } catch (error) {
    if (error instanceof SystemError) return []
    throw error
  }
}

const isDirectory = (files: FileSystem, path: string): boolean => {
  try {
    return files.stat(path === '' ? '.' : path).type === 'directory'
  } catch {
    return false
  }
}

const lexists = (files: FileSystem, path: string): boolean => {
  try {
    files.lstat(path)
    return true
  } catch {
    return false
  }
}

/** Every directory below and including `base`, for `**`. */
const below = (files: FileSystem, base: string, options: PathnameOptions): string[] => {
  const found = [base]
  for (const name of listed(files, base)) {
    if (name.startsWith('.') && !options.dotGlob) continue
    const path = `${base}${name}`
    if (isDirectory(files, path)) found.push(...below(files, `${path}/`, options))
  }
  return found
}

/** In the order of the C locale. */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The paths that match a pattern, sorted; a backslash quotes. */
export const expandPathname = (files: FileSystem, pattern: string, options: PathnameOptions): readonly string[] => {
  const parts = pattern.split(/\/+/)
  let bases = [pattern.startsWith('/') ? '/' : '']
  if (pattern.startsWith('/')) parts.shift()
  parts.forEach((part, i) => {
    const last = i === parts.length - 1
    if (part === '**' && options.globStar) {
      bases = bases.flatMap((base) => below(files, base, options))
      if (last)
        bases = bases
          .flatMap((base) => [
            base,
            ...listed(files, base)
              .filter((name) => !name.startsWith('.') && !isDirectory(files, base + name))
              .map((name) => base + name),
          ])
          .filter((path) => path !== '')
      return
    }
    const join = (base: string, name: string) => (last ? base + name : `${base}${name}/`)
    if (!isSpecial(part)) {
      const name = unescape(part)
      bases = bases
        .filter((base) => (last ? (name === '' ? isDirectory(files, base) : lexists(files, base + name)) : isDirectory(files, base + name)))
        .map((base) => join(base, name))
      return
    }
    bases = bases.flatMap((base) =>
      listed(files, base)
        .filter(
          (name) =>
            (!name.startsWith('.') || options.dotGlob || part.startsWith('.') || part.startsWith('\\.')) && fnmatch(part, name, options),
        )
        .filter((name) => last || isDirectory(files, base + name))
        .map((name) => join(base, name)),
    )
  })
  return bases.sort(byBytes)
}
