import type { FieldError } from '../kind.ts'

export type FieldErrors = readonly FieldError[]

/** A value as upstream shows it in an error: texts quoted, objects as JSON. */
export const shown = (value: unknown): string => (value === undefined ? '""' : JSON.stringify(value))

const withDetail = (head: string, detail: string): string => (detail === '' ? head : `${head}: ${detail}`)

export const required = (field: string, detail = ''): FieldError => ({
  field,
  reason: 'FieldValueRequired',
  message: withDetail('Required value', detail),
})
export const invalid = (field: string, value: unknown, detail: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: withDetail(`Invalid value: ${shown(value)}`, detail),
})
export const duplicate = (field: string, value: unknown): FieldError => ({
  field,
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${shown(value)}`,
})
export const notFound = (field: string, value: unknown): FieldError => ({
  field,
  reason: 'FieldValueNotFound',
  message: `Not found: ${shown(value)}`,
})
export const forbidden = (field: string, detail: string): FieldError => ({
  field,
  reason: 'FieldValueForbidden',
  message: withDetail('Forbidden', detail),
})
export const tooLong = (field: string, limit: number): FieldError => ({
  field,
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${limit} bytes`,
})
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  field,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown(value)}: supported values: ${supported.map(shown).join(', ')}`,
})

/** One error for each problem of a value. */
export const invalids = (field: string, value: unknown, problems: readonly string[]): FieldErrors =>
  problems.length === 0 ? none : problems.map((problem) => invalid(field, value, problem))

export const none: FieldErrors = []

export const nonNegative = (field: string, value: number | undefined): FieldErrors =>
  value !== undefined && value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : none

export const immutable = 'field is immutable'
