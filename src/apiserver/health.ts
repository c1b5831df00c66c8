import type { HttpResponse } from '../machine/index.ts'
import type { Call } from './context.ts'
import { answerText } from './http.ts'

const hooks = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-wait-for-first-sync',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
].map((hook) => `poststarthook/${hook}`)
const lastHooks = [
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
]

const checksOf = (endpoint: string): readonly string[] => {
  if (endpoint === 'readyz') return ['ping', 'log', 'informer-sync', ...hooks, ...lastHooks, 'shutdown']
  return ['ping', 'log', 'etcd', ...hooks, ...lastHooks]
}

const reachesStore = (call: Call): boolean => {
  try {
    call.server.store()
    return true
  } catch {
    return false
  }
}

/** /healthz, /livez, /readyz, and their single checks (`apiserver/pkg/server/healthz`). */
export const health = (call: Call): HttpResponse | undefined => {
  const match = /^\/(healthz|livez|readyz)(?:\/(.+))?$/.exec(call.info.path)
  if (!match) return undefined
  const endpoint = match[1]!
  const excluded = call.info.query.getAll('exclude')
  const all = checksOf(endpoint).filter((check) => !excluded.includes(check))
  const checks = match[2] === undefined ? all : all.filter((check) => check === match[2])
  if (checks.length === 0) return undefined
  const bad: readonly string[] = reachesStore(call) ? [] : checks.filter((check) => check === 'etcd')
  const lines = checks.map((check) => (bad.includes(check) ? `[-]${check} failed: reason withheld\n` : `[+]${check} ok\n`)).join('')
  if (bad.length > 0) return answerText(`${lines}${endpoint} check failed\n`, 500)
  return answerText(call.info.query.has('verbose') ? `${lines}${endpoint} check passed\n` : 'ok')
}
