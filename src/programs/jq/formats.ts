import { encode, decode, fromBase64, toBase64 } from '../../base/index.ts'
import { JqError } from './values.ts'
import { isArray, toJson, typeOf, type Json } from './json.ts'

const text = (value: Json): string => (typeof value === 'string' ? value : toJson(value))

const row = (value: Json, name: string, cell: (text: string) => string, separator: string): string => {
  if (!isArray(value))
    throw new JqError(`${typeOf(value)} (${toJson(value).slice(0, 11)}) cannot be ${name}-formatted, only an array can be`)
  return value
    .map((item) => {
      if (typeof item === 'string') return cell(item)
      if (item === null) return ''
      if (typeof item === 'object')
        throw new JqError(
          `${typeOf(item)} (${toJson(item).length > 11 ? `${toJson(item).slice(0, 10)}...` : toJson(item)}) is not valid in a csv row`,
        )
      return toJson(item)
    })
    .join(separator)
}

const shellWord = (value: Json): string => {
  if (typeof value === 'object' && value !== null) throw new JqError(`${typeOf(value)} (${toJson(value)}) can not be escaped for shell`)
  return typeof value === 'string' ? `'${value.replace(/'/g, "'\\''")}'` : toJson(value)
}

/** `@base64` and its like. */
export const formatters: Readonly<Record<string, (value: Json) => string>> = {
  text,
  json: (value) => toJson(value),
  csv: (value) => row(value, 'csv', (cell) => `"${cell.replace(/"/g, '""')}"`, ','),
  tsv: (value) =>
    row(value, 'tsv', (cell) => cell.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r'), '\t'),
  html: (value) =>
    text(value).replace(/[&<>'"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&quot;' })[character]!),
  uri: (value) =>
    encodeURIComponent(text(value)).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
  sh: (value) => (isArray(value) ? value.map(shellWord).join(' ') : shellWord(value)),
  base64: (value) => toBase64(encode(text(value))),
  base64d: (value) => decode(fromBase64(text(value).replace(/[^A-Za-z0-9+/]/g, '')) ?? new Uint8Array()),
}
