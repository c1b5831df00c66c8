import { ApiError, SystemError, UsageError, type StatusBody } from '../base/index.ts'
import { isRecord } from './object.ts'

/** A message that kubectl prints without `error: ` before it. */
export class PlainError extends UsageError {}

/** Several failures of one command, a line each. */
export class ManyErrors extends UsageError {
  readonly errors: readonly unknown[]
  constructor(errors: readonly unknown[]) {
    super(errors.length === 1 ? messageOf(errors[0]) : `[${errors.map(messageOf).join(', ')}]`)
    this.errors = errors
  }
}

/** A request that found no server: the words of Go's url.Error, and the host for `The connection to the server ...`. */
export class ConnectionError extends UsageError {
  /** `dial tcp 10.0.0.10:6443: connect: connection refused` */
  override readonly cause: string
  readonly host: string
  constructor(method: string, url: string, cause: string) {
    super(`${method} ${JSON.stringify(url)}: ${cause}`)
    this.cause = cause
    this.host = /^[a-z]+:\/\/([^/]*)/.exec(url)?.[1] ?? url
  }
}

/** Ends a command silently: all was said already. */
export class SilentExit extends UsageError {
  constructor(exitCode = 1) {
    super('', exitCode)
  }
}

/** An error that belongs to the command line: `...\nSee 'kubectl logs -h' for help and examples`. */
export const usageErrorf = (path: readonly string[], message: string): UsageError =>
  new UsageError(`${message}\nSee '${path.join(' ')} -h' for help and examples`)

/** Joins the errors of one command as kubectl does: none is no error, a single one stays what it is. */
export const throwAll = (errors: readonly unknown[]): void => {
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new ManyErrors(errors)
}

export const isStatus = (body: unknown): body is StatusBody => isRecord(body) && body['kind'] === 'Status' && 'message' in body

/** What the ERROR event of a watch carries. */
export const watchError = (object: unknown): ApiError =>
  new ApiError(
    isStatus(object) ? object : { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'unknown', code: 500 },
  )

export const isReason = (error: unknown, reason: string): boolean => error instanceof ApiError && error.reason === reason
export const isNotFound = (error: unknown): boolean => isReason(error, 'NotFound')

/** The text of an error where it is quoted inside another. */
export const messageOf = (error: unknown): string => {
  if (error instanceof Error) return error instanceof SystemError && error.subject ? `${error.subject}: ${error.message}` : error.message
  return String(error)
}

/** cmdutil.StandardErrorMessage. */
const standardMessage = (error: unknown): string | undefined => {
  if (error instanceof ApiError) {
    if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`
    return error.reason ? `Error from server (${error.reason}): ${error.message}` : `Error from server: ${error.message}`
  }
  if (error instanceof ConnectionError) {
    if (error.cause.includes('connection refused'))
      return `The connection to the server ${error.host} was refused - did you specify the right host or port?`
    return `Unable to connect to the server: ${error.cause}`
  }
  return undefined
}

/** An error as one of several: cmdutil's messageForError. */
const messageForError = (error: unknown): string => standardMessage(error) ?? messageOf(error)

const invalidMessage = (status: StatusBody): string => {
  const { details } = status
  if (!details) return `The request is invalid${status.message ? `: ${status.message}` : ''}`
  const causes = details.causes ?? []
  let text = 'The request is invalid'
  if (details.kind || details.name) text = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`
  else if (status.message && causes.length === 0) text += `: ${status.message}`
  const lines = [...new Set(causes.map((cause) => (cause.field ? `${cause.field}: ${cause.message ?? ''}` : (cause.message ?? ''))))]
  if (lines.length === 0) return text
  if (lines.length === 1) return `${text}: ${lines[0]}`
  return `${text}: \n${lines.map((line) => `* ${line}`).join('\n')}`
}

/** What kubectl prints for an error, with its last newline: cmdutil.CheckErr. */
export const formatError = (error: unknown): string => {
  const text = errorText(error)
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

const errorText = (error: unknown): string => {
  if (error instanceof SilentExit) return ''
  if (error instanceof ApiError && error.reason === 'Invalid') return invalidMessage(error.status)
  if (error instanceof ManyErrors) return error.errors.map((inner) => `${messageForError(inner)}\n`).join('')
  const standard = standardMessage(error)
  if (standard !== undefined) return standard
  const message = messageOf(error)
  return error instanceof PlainError || message.startsWith('error: ') ? message : `error: ${message}`
}
