import type { Controller } from '../client/index.ts'
import { deployment } from './deployment/index.ts'
import { endpointSlice } from './endpointslice/index.ts'
import { nodeIpam } from './node-ipam.ts'
import { replicaset } from './replicaset/index.ts'
import { rootCaPublisher } from './root-ca-publisher.ts'
import { serviceAccount } from './service-account.ts'

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
export const controllersFor = ({ rootCa = '', clusterCidr = '10.244.0.0/16', nodeCidrMaskSize = 24 }: ControllerSettings): readonly Controller[] => [
  deployment,
  endpointSlice,
  nodeIpam(clusterCidr, nodeCidrMaskSize),
  replicaset,
  rootCaPublisher(rootCa),
  serviceAccount,
]

/** All controllers with upstream's default settings. */
export const controllers: readonly Controller[] = controllersFor({})
