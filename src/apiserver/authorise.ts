import type { RequestInfo, User } from './context.ts'
import { failure, forbidden } from './status.ts'
import type { ApiError } from '../base/index.ts'

const everything = new Set(['system:masters', 'kubeadm:cluster-admins', 'system:nodes', 'system:serviceaccounts:kube-system'])
const components = new Set(['system:kube-scheduler', 'system:kube-controller-manager', 'system:kube-proxy', 'system:apiserver'])
const publicPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/']
const discoveryPaths = [
  ...publicPaths,
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/openapi',
  '/openapi/*',
  '/.well-known/openid-configuration',
  '/openid/v1/jwks',
]
const selfReviews = new Set(['selfsubjectreviews', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'])

const matchesPath = (patterns: readonly string[], path: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path))

/**
 * Whether the user may do this.
 * @simplified: until Roles are evaluated, a fixed table stands for the bootstrap policy: administrators and the cluster's own components may do everything, others may discover.
 */
export const isAllowed = (user: User, info: RequestInfo): boolean => {
  if (components.has(user.name) || user.groups.some((group) => everything.has(group))) return true
  const authenticated = user.groups.includes('system:authenticated')
  if (!info.resource) return info.verb === 'get' && matchesPath(authenticated ? discoveryPaths : publicPaths, info.path)
  return authenticated && info.verb === 'create' && selfReviews.has(info.resource.plural)
}

/** Why the user may do it, if a binding of the bootstrap policy says so (`RBAC: allowed by ...`). */
export const allowedBy = (user: User): string | undefined =>
  user.groups.includes('kubeadm:cluster-admins') && !user.groups.includes('system:masters')
    ? 'RBAC: allowed by ClusterRoleBinding "kubeadm:cluster-admins" of ClusterRole "cluster-admin" to Group "kubeadm:cluster-admins"'
    : undefined

/** The 403 of a request that nobody allowed (`apiserver/pkg/endpoints/handlers/responsewriters/errors.go`). */
export const denial = (user: User, info: RequestInfo): ApiError => {
  const { resource } = info
  if (!resource) return failure(403, 'Forbidden', `forbidden: User "${user.name}" cannot ${info.verb} path "${info.path}"`, {})
  const what = resource.plural + (resource.subresource ? `/${resource.subresource}` : '')
  const where = resource.namespace ? `in the namespace "${resource.namespace}"` : 'at the cluster scope'
  return forbidden(
    resource,
    resource.name ?? '',
    `User "${user.name}" cannot ${info.verb} resource "${what}" in API group "${resource.group}" ${where}`,
  )
}

export const authorise = (user: User, info: RequestInfo): void => {
  if (!isAllowed(user, info)) throw denial(user, info)
}
