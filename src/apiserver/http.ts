import type { StatusBody } from '../base/index.ts'
import type { HttpResponse } from '../machine/index.ts'

const jsonHeaders = { 'cache-control': 'no-cache, private', 'content-type': 'application/json' }

/** An answer whose body is an object, by reference. */
export const answer = (body: unknown, status = 200): HttpResponse => ({ status, headers: jsonHeaders, body })

export const answerText = (text: string, status = 200): HttpResponse => ({
  status,
  headers: { 'cache-control': 'no-cache, private', 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: text,
})

export const answerFailure = (status: StatusBody): HttpResponse => ({
  status: status.code,
  headers:
    status.details?.retryAfterSeconds === undefined
      ? jsonHeaders
      : { ...jsonHeaders, 'retry-after': String(status.details.retryAfterSeconds) },
  body: status,
})

/** What the server's mux says about a path that nothing serves. */
export const pageNotFound = (): HttpResponse => answerText('404 page not found\n', 404)

/** The value of the Warning header for one warning (`299 - "text"`). */
const warningValue = (text: string): string => `299 - "${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`

/** Adds warnings; several stand in one header, as HTTP joins them. */
export const withWarnings = (response: HttpResponse, warnings: readonly string[]): HttpResponse => {
  if (warnings.length === 0) return response
  return { ...response, headers: { ...response.headers, warning: [...new Set(warnings)].map(warningValue).join(', ') } }
}
