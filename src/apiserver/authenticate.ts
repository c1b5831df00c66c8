import type { ServerOptions, User } from './context.ts'
import type { HttpRequest, Peer } from '../machine/index.ts'
import { failure } from './status.ts'

const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] }

/** Who sent the request: by client certificate, by bearer token, or nobody known. */
export const authenticate = (server: ServerOptions, request: HttpRequest, peer: Peer): User => {
  const user = byCertificate(server, peer) ?? byToken(server, request)
  if (user) return { ...user, groups: [...user.groups, 'system:authenticated'] }
  if (server.anonymousAuth === false || request.headers.authorization !== undefined) throw failure(401, 'Unauthorized', 'Unauthorized')
  return anonymous
}

const byCertificate = (_server: ServerOptions, peer: Peer): User | undefined => {
  if (peer.certificate === undefined) return undefined
  return { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins'] }
}

const byToken = (_server: ServerOptions, _request: HttpRequest): User | undefined => undefined
