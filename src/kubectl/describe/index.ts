import type { LooseObject } from '../object.ts'
import { configMap } from './config-map.ts'
import { daemonSet } from './daemon-set.ts'
import { deployment } from './deployment.ts'
import type { DescribeContext, Describer } from './describer.ts'
import { Description } from './description.ts'
import { endpointSlice } from './endpoint-slice.ts'
import { endpoints } from './endpoints.ts'
import { describeGeneric } from './generic.ts'
import { namespace } from './namespace.ts'
import { node } from './node.ts'
import { pod } from './pod.ts'
import { replicaSet } from './replica-set.ts'
import { clusterRoleBinding, roleBinding } from './role-binding.ts'
import { clusterRole, role } from './role.ts'
import { secret } from './secret.ts'
import { serviceAccount } from './service-account.ts'
import { service } from './service.ts'

/** Kinds with a description of their own. */
export const describers: readonly Describer[] = [
  clusterRole,
  clusterRoleBinding,
  configMap,
  daemonSet,
  deployment,
  endpointSlice,
  endpoints,
  namespace,
  node,
  pod,
  replicaSet,
  role,
  roleBinding,
  secret,
  serviceAccount,
  service,
]

/** The text that `kubectl describe` prints about one object. */
export const describeObject = (object: LooseObject, context: DescribeContext): string => {
  const { group, kind } = context.resource
  const name = group === '' ? kind : `${kind}.${group}`
  const describer = describers.find((one) => one.kind === name)
  const write = new Description()
  if (describer) describer.describe(object, write, context)
  else describeGeneric(object, write, context)
  return write.text
}
