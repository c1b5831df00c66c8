import type { Image } from '../../kubelet/index.ts'
import type { Program } from '../../machine/index.ts'
import { containerd } from './containerd.ts'
import { coreDns } from './coredns.ts'
import { etcd } from './etcd.ts'
import { kubeApiServer } from './kube-apiserver.ts'
import { kubeControllerManager } from './kube-controller-manager.ts'
import { kubeProxy } from './kube-proxy.ts'
import { kubeScheduler } from './kube-scheduler.ts'
import { kubelet } from './kubelet.ts'
import { pause } from './pause.ts'
import { refuseUnknownFlags } from './refuse-unknown-flags.ts'
import { Runtimes } from './runtimes.ts'
import { sshd } from './sshd.ts'

export { decodeDatabase, encodeDatabase } from './etcd.ts'
export { containerdSocket, dialRuntime } from './runtimes.ts'

/** The daemons of machines and of the control plane; containers come from `images`. */
export const createDaemons = ({ images }: { readonly images: readonly Image[] }): readonly Program[] => [
  containerd(new Runtimes(images)),
  coreDns,
  ...[etcd, kubeApiServer, kubeControllerManager, kubeProxy, kubeScheduler, kubelet].map(refuseUnknownFlags),
  pause,
  sshd,
]
