import { SystemError, UsageError } from '../base/index.ts'
import type { Invocation } from './verb.ts'
import { errnoMessage } from './errno-message.ts'
import { readAll } from '../machine/index.ts'

const readInput = async ({ process }: Invocation, file: string): Promise<string> => {
  if (file === '-') return new TextDecoder().decode(await readAll(process.stdin))
  try {
    return process.files.readText(file)
  } catch (error) {
    if (error instanceof SystemError) throw new UsageError(`open ${file}: ${errnoMessage(error.code)}`)
    throw error
  }
}

const checkCommon = ({ flags }: Invocation): void => {
  if (flags.has('output') && flags.string('output') !== '') throw new UsageError('--raw and --output are mutually exclusive')
  if (!/^(\/|[a-z]+:\/\/)/.test(flags.string('raw'))) {
    throw new UsageError(`--raw must be a valid URL path: parse ${JSON.stringify(flags.string('raw'))}: invalid URI for request`)
  }
}

/** What --raw of create and replace needs: one file, and nothing that looks at objects. */
export const requireRawFile = (invocation: Invocation): void => {
  const { flags } = invocation
  const files = flags.list('filename')
  if (flags.has('edit') && flags.boolean('edit')) throw new UsageError('--raw and --edit are mutually exclusive')
  if (files.length !== 1) throw new UsageError('--raw can only use a single local file or stdin')
  if (/^https?:\/\//.test(files[0]!)) throw new UsageError('--raw cannot read from a url')
  if (flags.boolean('recursive')) throw new UsageError('--raw and --recursive are mutually exclusive')
  if (flags.has('selector') && flags.string('selector') !== '') throw new UsageError('--raw and --selector (-l) are mutually exclusive')
  checkCommon(invocation)
}

/** The same for delete, where a file is optional. */
export const requireRawDelete = (invocation: Invocation): void => {
  const { flags } = invocation
  const files = flags.list('filename')
  if (flags.boolean('interactive')) throw new UsageError('--interactive can not be used with --raw')
  if (files.length > 1) throw new UsageError('--raw can only use a single local file or stdin')
  if (files.length === 1 && /^https?:\/\//.test(files[0]!)) throw new UsageError('--raw cannot read from a url')
  if (flags.boolean('recursive')) throw new UsageError('--raw and --recursive are mutually exclusive')
  checkCommon(invocation)
}

/** Sends the file to the path of --raw and prints the answer as it came. */
export const rawRequest = async (invocation: Invocation, method: 'POST' | 'PUT' | 'DELETE'): Promise<number> => {
  const file = invocation.flags.list('filename')[0]
  const text = file === undefined ? undefined : await readInput(invocation, file)
  const session = await invocation.connect({ attempts: 0 })
  let body: unknown = text
  try {
    if (text !== undefined) body = JSON.parse(text)
  } catch {
    body = text
  }
  const answer = session.request({ method, path: invocation.flags.string('raw'), ...(body === undefined ? {} : { body }) }).body
  await invocation.out(typeof answer === 'string' ? answer : `${JSON.stringify(answer)}\n`)
  return 0
}
