import { find } from './storage.ts'
import { parseCertificate, verifyCertificate, verifyToken } from '../pki/index.ts'
import type { HttpRequest, Peer } from '../machine/index.ts'
import type { Server, User } from './context.ts'
import { failure } from './status.ts'

const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] }
const credential = 'authentication.kubernetes.io/credential-id'

/** Who sent the request: by client certificate, by bearer token, or nobody known. */
export const authenticate = (server: Server, request: HttpRequest, peer: Peer): User => {
  const user = byCertificate(server, peer) ?? byToken(server, request)
  if (user) return { ...user, groups: [...user.groups, 'system:authenticated'] }
  const tried = request.headers.authorization !== undefined || (peer.certificate !== undefined && server.clientCa !== undefined)
  if (server.anonymousAuth === false || tried) throw failure(401, 'Unauthorized', 'Unauthorized')
  return anonymous
}

const byCertificate = (server: Server, peer: Peer): User | undefined => {
  if (peer.certificate === undefined || server.clientCa === undefined) return undefined
  if (verifyCertificate(peer.certificate, server.clientCa, server.clock.now) !== undefined) return undefined
  const { commonName, organizations, fingerprint, usages } = parseCertificate(peer.certificate)!
  if (!usages.includes('client')) return undefined
  return { name: commonName, groups: organizations, extra: { [credential]: [`X509SHA256=${fingerprint}`] } }
}

interface PrivateClaims {
  readonly namespace: string
  readonly serviceaccount: { readonly name: string; readonly uid: string }
  readonly pod?: { readonly name: string; readonly uid: string }
}

/** The service account of a token that is valid now and whose account, and Pod, still exist. */
const byToken = (server: Server, request: HttpRequest): User | undefined => {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token || !server.serviceAccounts) return undefined
  const claims = verifyToken(token, server.serviceAccounts.publicKeys)
  const seconds = server.clock.now / 1000
  if (!claims || claims.iss !== server.serviceAccounts.issuer || Number(claims.exp) < seconds || Number(claims.nbf) > seconds)
    return undefined
  const bound = claims['kubernetes.io'] as PrivateClaims | undefined
  if (!bound || !exists(server, 'serviceaccounts', bound.namespace, bound.serviceaccount)) return undefined
  if (bound.pod && !exists(server, 'pods', bound.namespace, bound.pod)) return undefined
  const { namespace, serviceaccount, pod } = bound
  const ofPod: Readonly<Record<string, readonly string[]>> = pod
    ? { 'authentication.kubernetes.io/pod-name': [pod.name], 'authentication.kubernetes.io/pod-uid': [pod.uid] }
    : {}
  return {
    name: `system:serviceaccount:${namespace}:${serviceaccount.name}`,
    uid: serviceaccount.uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    extra: { [credential]: [`JTI=${String(claims.jti)}`], ...ofPod },
  }
}

const exists = (
  server: Server,
  plural: string,
  namespace: string,
  { name, uid }: { readonly name: string; readonly uid: string },
): boolean => {
  const kind = server.registry.findAny('', plural)
  return kind !== undefined && find(server.store(), kind, { namespace, name })?.metadata.uid === uid
}
