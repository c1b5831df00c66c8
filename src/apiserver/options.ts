import type { FieldError } from '../api/index.ts'
import { badRequest, invalidOptions } from './status.ts'

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

const notSupported = (field: string, value: string, supported: readonly string[]): FieldError => ({
  field,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${value}: supported values: ${supported.map((each) => `"${each}"`).join(', ')}`,
})

/** Whether the request asks for a dry run; anything but `All` is refused. */
export const readDryRun = (query: URLSearchParams, optionsKind: string): boolean => {
  const values = query.getAll('dryRun').filter((value) => value !== '')
  if (values.some((value) => value !== 'All')) {
    throw invalidOptions(optionsKind, notSupported('dryRun', `[${values.map((value) => `"${value}"`).join(',')}]`, ['All']))
  }
  return values.length > 0
}

/** What to do about unknown and duplicate fields; the server's default is to warn. */
export const readFieldValidation = (query: URLSearchParams, optionsKind: string): FieldValidation => {
  const value = query.get('fieldValidation') ?? ''
  if (value === '') return 'Warn'
  if (value === 'Strict' || value === 'Warn' || value === 'Ignore') return value
  throw invalidOptions(optionsKind, notSupported('fieldValidation', `"${value}"`, ['', 'Ignore', 'Strict', 'Warn']))
}

/** A whole number in the query, in the words of Go's strconv if it is none. */
export const readInteger = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}
