import { isRecord, type LooseObject } from '../object.ts'
import type { DescribeContext } from './describer.ts'
import type { Description } from './description.ts'
import { goPrint } from '../jsonpath/index.ts'
import { writeEvents } from './events.ts'
import { sortedNames, writeHead } from './parts.ts'

const skipped = new Set(['metadata.managedFields', 'metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations'])

const acronyms = new Map([
  ['id', 'ID'],
  ['uid', 'UID'],
  ['ip', 'IP'],
  ['api', 'API'],
  ['url', 'URL'],
  ['uri', 'URI'],
  ['cidr', 'CIDR'],
  ['tls', 'TLS'],
  ['http', 'HTTP'],
  ['ca', 'CA'],
])

/** `Creation Timestamp` of `creationTimestamp`, `API Version` of `apiVersion`. */
const label = (field: string): string => {
  const words = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^A-Za-z0-9]+/g) ?? [field]
  return words.map((word) => acronyms.get(word.toLowerCase()) ?? word[0]!.toUpperCase() + word.slice(1)).join(' ')
}

const writeFields = (write: Description, level: number, object: Readonly<Record<string, unknown>>, path: string): void => {
  for (const field of sortedNames(object)) {
    const value = object[field]
    const full = path === '' ? field : `${path}.${field}`
    if (skipped.has(full) || value === undefined) continue
    const title = `${label(field)}:`
    if (isRecord(value)) {
      write.line(level, title)
      writeFields(write, level + 1, value, full)
    } else if (Array.isArray(value)) {
      write.line(level, title)
      for (const item of value as readonly unknown[]) {
        if (isRecord(item)) writeFields(write, level + 1, item, full)
        else write.line(level + 1, goPrint(item))
      }
    } else write.line(level, title, goPrint(value))
  }
}

/** The describer of kinds that have none of their own: the fields as they are. */
export const describeGeneric = (object: LooseObject, write: Description, context: DescribeContext): void => {
  writeHead(write, object)
  writeFields(write, 0, object, '')
  writeEvents(write, object, context)
}
