import type { FileSystem } from '../files-interface.ts'

/** Where unit files lie, the first that has a name wins. */
export const unitPaths = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system']

/** A unit as its file and drop-ins define it: values in order, an empty assignment clears what came before. */
export interface UnitFile {
  readonly name: string
  readonly path: string
  readonly dropIns: readonly string[]
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly texts: readonly string[]
}

const fullName = (name: string): string => (/\.(service|target|socket|timer|mount|slice|path)$/.test(name) ? name : `${name}.service`)

const parse = (text: string, values: Map<string, string[]>): void => {
  let section = ''
  for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue
    const header = /^\[(.*)\]$/.exec(trimmed)
    if (header) {
      section = header[1]!
      continue
    }
    const at = trimmed.indexOf('=')
    if (at < 0) continue
    const key = `${section}.${trimmed.slice(0, at).trim()}`
    const value = trimmed.slice(at + 1).trim()
    if (value === '') values.set(key, [])
    else values.set(key, [...(values.get(key) ?? []), value])
  }
}

/** Reads a unit with its drop-ins; undefined if there is no file of that name. */
export const readUnit = (files: FileSystem, name: string): UnitFile | undefined => {
  const unit = fullName(name)
  const path = unitPaths.map((directory) => `${directory}/${unit}`).find((candidate) => files.exists(candidate))
  if (!path) return undefined
  const dropIns = unitPaths.flatMap((directory) => {
    const folder = `${directory}/${unit}.d`
    return files.exists(folder)
      ? files
          .list(folder)
          .filter((file) => file.endsWith('.conf'))
          .map((file) => `${folder}/${file}`)
      : []
  })
  const values = new Map<string, string[]>()
  const texts = [path, ...dropIns].map((file) => files.readText(file))
  for (const text of texts) parse(text, values)
  return { name: unit, path, dropIns, values, texts }
}

export const unitName = fullName

export const last = (unit: UnitFile, key: string): string | undefined => unit.values.get(key)?.at(-1)

/** systemd's time spans: `5`, `100ms`, `1min 30s`; milliseconds. */
export const timeSpan = (text: string): number => {
  const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000, '': 1000 }
  let sum = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)\s*([a-z]*)/g)) sum += Number(amount) * (factors[unit!] ?? 1000)
  return sum
}
