import { humanDuration } from '../../base/index.ts'
import { at, listAt, mapAt, textAt, type LooseObject } from '../object.ts'
import type { Description } from './description.ts'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
const longest = 140

const shorten = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}...` : text)

export const sortedNames = (map: object): readonly string[] => Object.keys(map).sort()

/** `a=1,b=2`, `<none>` if empty. */
export const joined = (map: Readonly<Record<string, unknown>>): string =>
  Object.keys(map).length === 0
    ? '<none>'
    : sortedNames(map)
        .map((name) => `${name}=${String(map[name])}`)
        .join(',')

/** `Labels:` and a line for each. */
export const writeLabels = (write: Description, level: number, title: string, labels: Readonly<Record<string, unknown>>): void => {
  const names = sortedNames(labels)
  if (names.length === 0) write.line(level, `${title}:`, '<none>')
  names.forEach((name, i) => write.line(i === 0 ? level : 0, i === 0 ? `${title}:` : '', `${name}=${String(labels[name])}`))
}

export const writeAnnotations = (
  write: Description,
  level: number,
  title: string,
  annotations: Readonly<Record<string, unknown>>,
): void => {
  const names = sortedNames(annotations).filter((name) => name !== lastApplied)
  if (names.length === 0) write.line(level, `${title}:`, '<none>')
  names.forEach((name, i) => {
    const value = String(annotations[name]).replace(/\n$/, '')
    const head = i === 0 ? `${title}:` : ''
    if (value.length + name.length + 2 <= longest && !value.includes('\n'))
      return write.line(i === 0 ? level : 0, head, `${name}: ${value}`)
    write.line(i === 0 ? level : 0, head, `${name}:`)
    for (const line of value.split('\n')) write.line(0, '', `  ${shorten(line, longest - 2)}`)
  })
}

/** RFC 1123 with zone, as describe shows times: `Fri, 20 Nov 2026 20:46:06 +0000`. */
export const longTime = (time: unknown): string => {
  if (typeof time !== 'string' || time === '') return '<unset>'
  return `${new Date(Date.parse(time)).toUTCString().replace(' GMT', '')} +0000`
}

/** The age of a time, `<unknown>` without one. */
export const ageOf = (time: unknown, now: number): string =>
  typeof time === 'string' && time !== '' ? humanDuration(now - Date.parse(time)) : '<unknown>'

/** A label selector as `metav1.FormatLabelSelector` prints it. */
export const selectorText = (selector: unknown): string => {
  const labels = mapAt(selector, 'matchLabels')
  const equal = sortedNames(labels).map((name) => [name, `${name}=${String(labels[name])}`] as const)
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key')
    const values = (at(expression, 'values') as readonly string[] | undefined) ?? []
    const operator = textAt(expression, 'operator')
    if (operator === 'In') return [key, `${key} in (${values.toSorted().join(',')})`] as const
    if (operator === 'NotIn') return [key, `${key} notin (${values.toSorted().join(',')})`] as const
    return [key, operator === 'Exists' ? key : `!${key}`] as const
  })
  const parts = [...equal, ...expressions].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, text]) => text)
  return parts.length === 0 ? '<none>' : parts.join(',')
}

export const controllerOf = (object: LooseObject): string | undefined => {
  const owner = object.metadata?.ownerReferences?.find(({ controller }) => controller)
  return owner && `${owner.kind}/${owner.name}`
}

/** Name, namespace, labels and annotations: how most descriptions begin. */
export const writeHead = (write: Description, object: LooseObject, options: { readonly namespace?: boolean } = {}): void => {
  const { metadata = {} } = object
  write.line(0, 'Name:', metadata.name ?? '')
  if (options.namespace !== false) write.line(0, 'Namespace:', metadata.namespace ?? '')
  writeLabels(write, 0, 'Labels', metadata.labels ?? {})
  writeAnnotations(write, 0, 'Annotations', metadata.annotations ?? {})
}

/** A taint's or toleration's time and the like: blank when it is not there. */
export const or = (value: unknown, fallback: string): string =>
  value === undefined || value === null || value === '' ? fallback : String(value)
