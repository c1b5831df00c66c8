import { nodes } from '../../api/index.ts'
import { ApiError, SystemError, type Clock } from '../../base/index.ts'
import type { Client } from '../../client/index.ts'

const retryInterval = 500

/** Notes on a machine's Node what kubeadm does, as soon as the machine joined (phases `patchnode` and `mark-control-plane`). */
export const markNode = (clock: Clock, connect: () => Client, name: string, isControlPlane: boolean): void => {
  const metadata = {
    annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///var/run/containerd/containerd.sock' },
    ...(isControlPlane ? { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } } : {}),
  }
  try {
    connect().patch(nodes, { name }, { type: 'merge', body: { metadata } })
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
    clock.after(retryInterval, () => markNode(clock, connect, name, isControlPlane))
  }
}
