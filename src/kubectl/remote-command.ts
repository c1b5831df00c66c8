import { ApiError, UsageError } from '../base/index.ts'
import type { ExecSession, HttpResponse } from '../machine/index.ts'
import type { KubectlSession } from './session.ts'

/** Asks for an upgrade; what goes wrong on the upgraded connection is an error without a server's name. */
export const openRemoteCommand = (session: KubectlSession, path: string): ExecSession => {
  let response: HttpResponse
  try {
    response = session.request({ method: 'POST', path, headers: { connection: 'Upgrade', upgrade: 'websocket' } })
  } catch (error) {
    if (error instanceof ApiError && error.code === 500) throw new UsageError(error.message)
    throw error
  }
  return response.upgrade as ExecSession
}
