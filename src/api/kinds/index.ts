import type { Kind } from '../kind.ts'
import { namespaces } from './namespaces.ts'
import { nodes } from './nodes.ts'
import { pods } from './pods.ts'
import { services } from './services.ts'
import { endpoints } from './endpoints.ts'
import { events } from './events.ts'
import { configMaps } from './config-maps.ts'
import { secrets } from './secrets.ts'
import { serviceAccounts } from './service-accounts.ts'
import { controllerRevisions } from './controller-revisions.ts'
import { daemonSets } from './daemon-sets.ts'
import { deployments } from './deployments.ts'
import { replicaSets } from './replica-sets.ts'
import { roles } from './roles.ts'
import { roleBindings } from './role-bindings.ts'
import { clusterRoles } from './cluster-roles.ts'
import { clusterRoleBindings } from './cluster-role-bindings.ts'
import { leases } from './leases.ts'
import { endpointSlices } from './endpoint-slices.ts'

/** Every kind that the API server serves, in the order of discovery. */
export const kinds: readonly Kind[] = [
  namespaces,
  nodes,
  pods,
  services,
  endpoints,
  events,
  configMaps,
  secrets,
  serviceAccounts,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  roles,
  roleBindings,
  clusterRoles,
  clusterRoleBindings,
  leases,
  endpointSlices,
]

export {
  namespaces,
  nodes,
  pods,
  services,
  endpoints,
  events,
  configMaps,
  secrets,
  serviceAccounts,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  roles,
  roleBindings,
  clusterRoles,
  clusterRoleBindings,
  leases,
  endpointSlices,
}
