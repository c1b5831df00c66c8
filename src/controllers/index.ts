import type { Controller } from '../client/index.ts'
import { daemonset } from './daemonset/index.ts'
import { deployment } from './deployment/index.ts'
import { endpointSliceMirroring } from './endpoint-slice-mirroring.ts'
import { endpointSlice } from './endpointslice/index.ts'
import { endpointsController } from './endpoints.ts'
import { garbageCollector } from './garbage-collector/index.ts'
import { namespace } from './namespace.ts'
import { nodeIpam } from './node-ipam.ts'
import { nodeLifecycle, taintEviction } from './node-lifecycle/index.ts'
import { podGarbageCollector } from './pod-garbage-collector.ts'
import { replicaset } from './replicaset/index.ts'
import { rootCaPublisher } from './root-ca-publisher.ts'
import { serviceAccount } from './service-account.ts'
import { ttl } from './ttl.ts'

/** What a controller manager's flags say to its controllers. */
export interface ControllerSettings {
  /** `--root-ca-file`: the PEM that goes into each namespace; none is published without it. */
  readonly rootCa?: string
  /** `--cluster-cidr` */
  readonly clusterCidr?: string
  /** `--node-cidr-mask-size` */
  readonly nodeCidrMaskSize?: number
}

/** All controllers of a controller manager. */
export const controllersFor = ({
  rootCa = '',
  clusterCidr = '10.244.0.0/16',
  nodeCidrMaskSize = 24,
}: ControllerSettings): readonly Controller[] => [
  daemonset,
  deployment,
  endpointSlice,
  endpointSliceMirroring,
  endpointsController,
  garbageCollector,
  namespace,
  nodeIpam(clusterCidr, nodeCidrMaskSize),
  nodeLifecycle,
  podGarbageCollector,
  replicaset,
  rootCaPublisher(rootCa),
  serviceAccount,
  taintEviction,
  ttl,
]

/** All controllers with upstream's default settings. */
export const controllers: readonly Controller[] = controllersFor({})
