import { SystemError, UsageError, decode } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import { splitServer } from './connect.ts'
import { errnoMessage } from './errno-message.ts'

/** Fetches a manifest over HTTP inside the world; throws in the words of kubectl's `-f URL`. */
export const readUrl = async (process: Process, url: string): Promise<string> => {
  const { host, port, prefix } = splitServer(url)
  try {
    const endpoint = await process.dial(host, port)
    const response = endpoint.request({
      method: 'GET',
      path: prefix || '/',
      headers: { host, accept: '*/*', 'user-agent': 'Go-http-client/1.1' },
    })
    endpoint.close()
    if (response.status !== 200) {
      throw new UsageError(
        `unable to read URL ${JSON.stringify(url)}, server reported ${response.status} ${response.status === 404 ? 'Not Found' : 'Error'}, status code=${response.status}`,
      )
    }
    return response.body instanceof Uint8Array
      ? decode(response.body)
      : typeof response.body === 'string'
        ? response.body
        : JSON.stringify(response.body)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    const cause =
      error.code === 'ENOTFOUND' ? `dial tcp: lookup ${host}: no such host` : `dial tcp ${host}:${port}: ${errnoMessage(error.code)}`
    throw new UsageError(`unable to read URL ${JSON.stringify(url)}: Get ${JSON.stringify(url)}: ${cause}`)
  }
}
