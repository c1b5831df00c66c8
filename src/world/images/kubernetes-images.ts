import type { Image } from '../../kubelet/index.ts'

const minors = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36']
const releases = minors.flatMap((minor) => Array.from({ length: 15 }, (_, patch) => `v${minor}.${patch}`))

/** An image that is hardly more than one static program. */
const component = (
  name: string,
  program: string,
  path: string,
  sizeBytes: number,
  tags: readonly string[],
  repositories: readonly string[],
  entrypoint?: readonly string[],
): Image => ({
  name,
  repositories,
  tags,
  versionOf: (tag) => ({
    sizeBytes,
    config: { entrypoint: entrypoint ?? [path], env: { KUBERNETES_VERSION: tag } },
    files: {
      '/etc/passwd': 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
      '/etc/group': 'root:x:0:\n',
    },
    executables: { [path]: program },
  }),
})

const release = (name: string, sizeBytes: number): Image =>
  component(name, name, `/usr/local/bin/${name}`, sizeBytes, releases, [`registry.k8s.io/${name}`, `k8s.gcr.io/${name}`])

export const kubeApiServerImage = release('kube-apiserver', 27_671_920)
export const kubeControllerManagerImage = release('kube-controller-manager', 23_116_034)
export const kubeSchedulerImage = release('kube-scheduler', 17_382_272)
export const kubeProxyImage = release('kube-proxy', 91_594_562)
export const etcdImage = component(
  'etcd',
  'etcd',
  '/usr/local/bin/etcd',
  23_641_797,
  ['3.5.15-0', '3.5.16-0', '3.5.21-0', '3.6.4-0', '3.6.5-0', '3.6.6-0'],
  ['registry.k8s.io/etcd', 'k8s.gcr.io/etcd'],
)
export const corednsImage = component(
  'coredns',
  'coredns',
  '/coredns',
  23_553_139,
  ['v1.11.1', 'v1.11.3', 'v1.12.0', 'v1.12.1', 'v1.13.1'],
  ['registry.k8s.io/coredns/coredns'],
)
export const pauseImage = component(
  'pause',
  'pause',
  '/pause',
  318_731,
  ['3.1', '3.2', '3.5', '3.6', '3.7', '3.8', '3.9', '3.10', '3.10.1', 'latest'],
  ['registry.k8s.io/pause', 'k8s.gcr.io/pause', 'gcr.io/google-containers/pause', 'gcr.io/google_containers/pause'],
)
