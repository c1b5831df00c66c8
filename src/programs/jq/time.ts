import { formatDate } from '../facts/date.ts'
import { fail } from './values.ts'
import { isArray, type Json } from './json.ts'

/** Seconds since 1970 as jq's broken down time. */
export const breakDown = (seconds: number): Json => {
  const date = new Date(seconds * 1000)
  const dayOfYear = Math.floor(
    (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000,
  )
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + (seconds % 1),
    date.getUTCDay(),
    dayOfYear,
  ]
}

/** Seconds since 1970 of a number or of broken down time. */
export const timeOf = (value: Json): number => {
  if (typeof value === 'number') return value
  if (!isArray(value)) return fail(`strftime/1 requires parsed datetime inputs`)
  const [year, month, day, hour, minute, second] = value as readonly number[]
  return Date.UTC(year!, month!, day!, hour!, minute!, Math.floor(second!)) / 1000
}

export const timeText = (format: string, seconds: number): string => formatDate(format, Math.floor(seconds) * 1000)

/** strptime for the formats that people use: ISO times and what Date understands. */
export const parseTime = (text: string, format: string): number => {
  const iso = format === '%Y-%m-%dT%H:%M:%SZ'
  if (iso && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return fail(`date "${text}" does not match format "${format}"`)
  const parsed = Date.parse(/Z$|[-+]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)
  const at = Number.isNaN(parsed) ? Date.parse(`${text} UTC`) : parsed
  return Number.isNaN(at) ? fail(`date "${text}" does not match format "${format}"`) : at / 1000
}
