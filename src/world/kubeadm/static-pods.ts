import { toYaml } from '../../base/index.ts'
import { releaseVersions } from '../versions.ts'

/** What the files of a control plane depend on. */
export interface ControlPlane {
  readonly hostname: string
  readonly address: string
  readonly kubernetes: string
  readonly podSubnet: string
  readonly serviceSubnet: string
}

interface Probe {
  readonly host: string
  readonly path: string
  readonly scheme: 'HTTP' | 'HTTPS'
}

interface Component {
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly port: number
  readonly requests: Readonly<Record<string, string>>
  readonly liveness: Probe
  readonly readiness?: Probe
  readonly startup: Probe
  /** Name, path on the machine and in the container, and the options of hostPath and mount. */
  readonly volumes: readonly { readonly name: string; readonly path: string; readonly file?: boolean; readonly writable?: boolean }[]
}

const probe = ({ host, path, scheme }: Probe, timing: Readonly<Record<string, number>>): object => ({
  ...timing,
  httpGet: { host, path, port: 'probe-port', scheme },
  timeoutSeconds: 15,
})

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.name < b.name ? -1 : 1))

/** The manifest of a static Pod as `kubeadm init phase control-plane` writes it. */
const staticPod = (component: Component): string =>
  toYaml({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(component.annotations ? { annotations: component.annotations } : {}),
      labels: { component: component.name, tier: 'control-plane' },
      name: component.name,
      namespace: 'kube-system',
    },
    spec: {
      containers: [
        {
          command: component.command,
          image: component.image,
          imagePullPolicy: 'IfNotPresent',
          livenessProbe: probe(component.liveness, { failureThreshold: 8, initialDelaySeconds: 10, periodSeconds: 10 }),
          name: component.name,
          ports: [{ containerPort: component.port, name: 'probe-port', protocol: 'TCP' }],
          ...(component.readiness ? { readinessProbe: probe(component.readiness, { failureThreshold: 3, periodSeconds: 1 }) } : {}),
          resources: { requests: component.requests },
          startupProbe: probe(component.startup, { failureThreshold: 24, initialDelaySeconds: 10, periodSeconds: 10 }),
          volumeMounts: component.volumes.map(({ name, path, writable }) => ({
            mountPath: path,
            name,
            ...(writable ? {} : { readOnly: true }),
          })),
        },
      ],
      hostNetwork: true,
      priority: 2000001000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes: byName(component.volumes).map(({ name, path, file }) => ({
        hostPath: { path, type: file ? 'FileOrCreate' : 'DirectoryOrCreate' },
        name,
      })),
    },
    status: {},
  })

const pki = '/etc/kubernetes/pki'
const authorities = [
  { name: 'ca-certs', path: '/etc/ssl/certs' },
  { name: 'etc-ca-certificates', path: '/etc/ca-certificates' },
]
const sharedAuthorities = [
  { name: 'usr-local-share-ca-certificates', path: '/usr/local/share/ca-certificates' },
  { name: 'usr-share-ca-certificates', path: '/usr/share/ca-certificates' },
]

const etcd = ({ hostname, address, kubernetes }: ControlPlane): Component => ({
  name: 'etcd',
  image: `registry.k8s.io/etcd:${releaseVersions(kubernetes).etcd}`,
  annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${address}:2379` },
  command: [
    'etcd',
    `--advertise-client-urls=https://${address}:2379`,
    `--cert-file=${pki}/etcd/server.crt`,
    '--client-cert-auth=true',
    '--data-dir=/var/lib/etcd',
    '--feature-gates=InitialCorruptCheck=true',
    `--initial-advertise-peer-urls=https://${address}:2380`,
    `--initial-cluster=${hostname}=https://${address}:2380`,
    `--key-file=${pki}/etcd/server.key`,
    `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
    '--listen-metrics-urls=http://127.0.0.1:2381',
    `--listen-peer-urls=https://${address}:2380`,
    `--name=${hostname}`,
    `--peer-cert-file=${pki}/etcd/peer.crt`,
    '--peer-client-cert-auth=true',
    `--peer-key-file=${pki}/etcd/peer.key`,
    `--peer-trusted-ca-file=${pki}/etcd/ca.crt`,
    '--snapshot-count=10000',
    `--trusted-ca-file=${pki}/etcd/ca.crt`,
    '--watch-progress-notify-interval=5s',
  ],
  port: 2381,
  requests: { cpu: '100m', memory: '100Mi' },
  liveness: { host: '127.0.0.1', path: '/livez', scheme: 'HTTP' },
  readiness: { host: '127.0.0.1', path: '/readyz', scheme: 'HTTP' },
  startup: { host: '127.0.0.1', path: '/readyz', scheme: 'HTTP' },
  volumes: [
    { name: 'etcd-data', path: '/var/lib/etcd', writable: true },
    { name: 'etcd-certs', path: `${pki}/etcd`, writable: true },
  ],
})

const apiServer = ({ address, kubernetes, serviceSubnet }: ControlPlane): Component => ({
  name: 'kube-apiserver',
  image: `registry.k8s.io/kube-apiserver:${kubernetes}`,
  annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
  command: [
    'kube-apiserver',
    `--advertise-address=${address}`,
    '--allow-privileged=true',
    '--authorization-mode=Node,RBAC',
    `--client-ca-file=${pki}/ca.crt`,
    '--enable-admission-plugins=NodeRestriction',
    '--enable-bootstrap-token-auth=true',
    `--etcd-cafile=${pki}/etcd/ca.crt`,
    `--etcd-certfile=${pki}/apiserver-etcd-client.crt`,
    `--etcd-keyfile=${pki}/apiserver-etcd-client.key`,
    '--etcd-servers=https://127.0.0.1:2379',
    `--kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt`,
    `--kubelet-client-key=${pki}/apiserver-kubelet-client.key`,
    '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    `--proxy-client-cert-file=${pki}/front-proxy-client.crt`,
    `--proxy-client-key-file=${pki}/front-proxy-client.key`,
    '--requestheader-allowed-names=front-proxy-client',
    `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    '--secure-port=6443',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${pki}/sa.pub`,
    `--service-account-signing-key-file=${pki}/sa.key`,
    `--service-cluster-ip-range=${serviceSubnet}`,
    `--tls-cert-file=${pki}/apiserver.crt`,
    `--tls-private-key-file=${pki}/apiserver.key`,
  ],
  port: 6443,
  requests: { cpu: '250m' },
  liveness: { host: address, path: '/livez', scheme: 'HTTPS' },
  readiness: { host: address, path: '/readyz', scheme: 'HTTPS' },
  startup: { host: address, path: '/livez', scheme: 'HTTPS' },
  volumes: [...authorities, { name: 'k8s-certs', path: pki }, ...sharedAuthorities],
})

const controllerManager = ({ kubernetes, podSubnet, serviceSubnet }: ControlPlane): Component => ({
  name: 'kube-controller-manager',
  image: `registry.k8s.io/kube-controller-manager:${kubernetes}`,
  command: [
    'kube-controller-manager',
    '--allocate-node-cidrs=true',
    '--authentication-kubeconfig=/etc/kubernetes/controller-manager.conf',
    '--authorization-kubeconfig=/etc/kubernetes/controller-manager.conf',
    '--bind-address=127.0.0.1',
    `--client-ca-file=${pki}/ca.crt`,
    `--cluster-cidr=${podSubnet}`,
    '--cluster-name=kubernetes',
    `--cluster-signing-cert-file=${pki}/ca.crt`,
    `--cluster-signing-key-file=${pki}/ca.key`,
    '--controllers=*,bootstrapsigner,tokencleaner',
    '--kubeconfig=/etc/kubernetes/controller-manager.conf',
    '--leader-elect=true',
    `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
    `--root-ca-file=${pki}/ca.crt`,
    `--service-account-private-key-file=${pki}/sa.key`,
    `--service-cluster-ip-range=${serviceSubnet}`,
    '--use-service-account-credentials=true',
  ],
  port: 10257,
  requests: { cpu: '200m' },
  liveness: { host: '127.0.0.1', path: '/healthz', scheme: 'HTTPS' },
  startup: { host: '127.0.0.1', path: '/healthz', scheme: 'HTTPS' },
  volumes: [
    ...authorities,
    { name: 'flexvolume-dir', path: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec', writable: true },
    { name: 'k8s-certs', path: pki },
    { name: 'kubeconfig', path: '/etc/kubernetes/controller-manager.conf', file: true },
    ...sharedAuthorities,
  ],
})

const scheduler = ({ kubernetes }: ControlPlane): Component => ({
  name: 'kube-scheduler',
  image: `registry.k8s.io/kube-scheduler:${kubernetes}`,
  command: [
    'kube-scheduler',
    '--authentication-kubeconfig=/etc/kubernetes/scheduler.conf',
    '--authorization-kubeconfig=/etc/kubernetes/scheduler.conf',
    '--bind-address=127.0.0.1',
    '--kubeconfig=/etc/kubernetes/scheduler.conf',
    '--leader-elect=true',
  ],
  port: 10259,
  requests: { cpu: '100m' },
  liveness: { host: '127.0.0.1', path: '/livez', scheme: 'HTTPS' },
  readiness: { host: '127.0.0.1', path: '/readyz', scheme: 'HTTPS' },
  startup: { host: '127.0.0.1', path: '/livez', scheme: 'HTTPS' },
  volumes: [{ name: 'kubeconfig', path: '/etc/kubernetes/scheduler.conf', file: true }],
})

/** File name and text of each static Pod manifest. */
export const staticPods = (controlPlane: ControlPlane): readonly { readonly file: string; readonly text: string }[] =>
  [etcd, apiServer, controllerManager, scheduler].map((component) => {
    const described = component(controlPlane)
    return { file: `${described.name}.yaml`, text: staticPod(described) }
  })
