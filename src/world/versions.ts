/** What belongs together with a Kubernetes version (`cmd/kubeadm/app/constants/constants.go`). */
export interface ReleaseVersions {
  readonly etcd: string
  readonly coredns: string
  readonly pause: string
}

const byMinor: Readonly<Record<string, ReleaseVersions>> = {
  '1.33': { etcd: '3.5.21-0', coredns: 'v1.12.0', pause: '3.10' },
  '1.34': { etcd: '3.6.4-0', coredns: 'v1.12.1', pause: '3.10.1' },
  '1.35': { etcd: '3.6.6-0', coredns: 'v1.13.1', pause: '3.10.1' },
}

export const containerdVersion = '2.1.4'

/** Versions for `v1.35.6`; those of the newest known minor version for one that is not listed. */
export const releaseVersions = (kubernetes: string): ReleaseVersions =>
  byMinor[/^v?(\d+\.\d+)/.exec(kubernetes)?.[1] ?? ''] ?? byMinor['1.35']!

/** The images that `kubeadm config images pull` leaves on a machine: all on the control plane, on workers what runs there. */
export const preparedImages = (kubernetes: string, controlPlane: boolean): readonly string[] => {
  const { etcd, coredns, pause } = releaseVersions(kubernetes)
  const proxy = `registry.k8s.io/kube-proxy:${kubernetes}`
  const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => `registry.k8s.io/${name}:${kubernetes}`)
  return controlPlane
    ? [...components, `registry.k8s.io/etcd:${etcd}`, proxy, `registry.k8s.io/coredns/coredns:${coredns}`, `registry.k8s.io/pause:${pause}`]
    : [proxy]
}
