import type { Clock, Seed } from '../../base/index.ts'
import type { Computer } from '../../machine/index.ts'
import { createAuthority, createKey, issueCertificate, privateKeyPem, publicKeyPem, type Identity } from '../../pki/index.ts'
import { kubeconfig } from './kubeconfig.ts'
import type { ControlPlane } from './static-pods.ts'

const pki = '/etc/kubernetes/pki'
const day = 86_400_000
const leafLife = 365 * day
const authorityLife = 3650 * day

/** The three authorities of a cluster. */
export interface Authorities {
  readonly cluster: Identity
  readonly etcd: Identity
  readonly frontProxy: Identity
}

export const createAuthorities = (clock: Clock, seed: Seed): Authorities => {
  const create = (commonName: string) => createAuthority({ commonName, seed, notBefore: clock.now, notAfter: clock.now + authorityLife })
  return { cluster: create('kubernetes'), etcd: create('etcd-ca'), frontProxy: create('front-proxy-ca') }
}

interface Leaf {
  readonly path: string
  readonly authority: keyof Authorities
  readonly commonName: string
  readonly organizations?: readonly string[]
  readonly usages: readonly ('server' | 'client')[]
  readonly dnsNames?: readonly string[]
  readonly ipAddresses?: readonly string[]
}

/** The certificates of `kubeadm init phase certs all`, and the administrator's own as files, which saves taking them out of admin.conf. */
const leaves = ({ hostname, address }: ControlPlane): readonly Leaf[] => {
  const local = { dnsNames: [hostname, 'localhost'], ipAddresses: [address, '127.0.0.1'] }
  return [
    {
      path: 'apiserver',
      authority: 'cluster',
      commonName: 'kube-apiserver',
      usages: ['server'],
      dnsNames: [hostname, 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
      ipAddresses: ['10.96.0.1', address],
    },
    {
      path: 'apiserver-kubelet-client',
      authority: 'cluster',
      commonName: 'kube-apiserver-kubelet-client',
      organizations: ['kubeadm:cluster-admins'],
      usages: ['client'],
    },
    { path: 'apiserver-etcd-client', authority: 'etcd', commonName: 'kube-apiserver-etcd-client', usages: ['client'] },
    { path: 'admin', authority: 'cluster', commonName: 'kubernetes-admin', organizations: ['kubeadm:cluster-admins'], usages: ['client'] },
    { path: 'front-proxy-client', authority: 'frontProxy', commonName: 'front-proxy-client', usages: ['client'] },
    { path: 'etcd/server', authority: 'etcd', commonName: hostname, usages: ['server', 'client'], ...local },
    { path: 'etcd/peer', authority: 'etcd', commonName: hostname, usages: ['server', 'client'], ...local },
    { path: 'etcd/healthcheck-client', authority: 'etcd', commonName: 'kube-etcd-healthcheck-client', usages: ['client'] },
  ]
}

/** Signs when somebody first looks at the file: most keys are never read. */
const layPair = (machine: Computer, path: string, issue: () => { readonly certificate: string; readonly key: string }): void => {
  let pair: ReturnType<typeof issue> | undefined
  machine.writeLater(`${path}.crt`, 0o644, () => (pair ??= issue()).certificate)
  machine.writeLater(`${path}.key`, 0o600, () => (pair ??= issue()).key)
}

const issuer = (machine: Computer, authorities: Authorities) => (leaf: Omit<Leaf, 'path'>) =>
  issueCertificate({
    ca: authorities[leaf.authority],
    seed: machine.seed,
    commonName: leaf.commonName,
    organizations: leaf.organizations ?? [],
    usages: leaf.usages,
    dnsNames: leaf.dnsNames ?? [],
    ipAddresses: leaf.ipAddresses ?? [],
    notBefore: machine.clock.now,
    notAfter: machine.clock.now + leafLife,
  })

/** Lays /etc/kubernetes/pki and the kubeconfigs of the control plane. */
export const layCertificates = (machine: Computer, authorities: Authorities, controlPlane: ControlPlane): void => {
  machine.files.mkdir(`${pki}/etcd`, { parents: true })
  layPair(machine, `${pki}/ca`, () => authorities.cluster)
  layPair(machine, `${pki}/etcd/ca`, () => authorities.etcd)
  layPair(machine, `${pki}/front-proxy-ca`, () => authorities.frontProxy)
  const issue = issuer(machine, authorities)
  for (const leaf of leaves(controlPlane)) layPair(machine, `${pki}/${leaf.path}`, () => issue(leaf))
  const signing = createKey(machine.seed, 'sa')
  machine.files.write(`${pki}/sa.key`, privateKeyPem(signing), { mode: 0o600 })
  machine.files.write(`${pki}/sa.pub`, publicKeyPem(signing.point), { mode: 0o600 })
  const server = `https://${controlPlane.address}:6443`
  for (const [file, user, organizations] of [
    ['admin', 'kubernetes-admin', ['kubeadm:cluster-admins']],
    ['super-admin', 'kubernetes-super-admin', ['system:masters']],
    ['controller-manager', 'system:kube-controller-manager', []],
    ['scheduler', 'system:kube-scheduler', []],
  ] as const) {
    const make = () =>
      kubeconfig({
        server,
        authority: authorities.cluster.certificate,
        user,
        credentials: issue({ authority: 'cluster', commonName: user, organizations, usages: ['client'] }),
      })
    machine.writeLater(`/etc/kubernetes/${file}.conf`, 0o600, make)
  }
  machine.files.write('/root/.kube/config', machine.files.readText('/etc/kubernetes/admin.conf'), { mode: 0o600 })
}

/** Lays what `kubeadm join` leaves for a kubelet: its certificate, its kubeconfig and the cluster's CA. */
export const layKubeletCredentials = (machine: Computer, authorities: Authorities, server: string): void => {
  const user = `system:node:${machine.hostname}`
  const current = '/var/lib/kubelet/pki/kubelet-client-current.pem'
  machine.files.mkdir('/var/lib/kubelet/pki', { parents: true })
  machine.files.mkdir(pki, { parents: true })
  if (!machine.files.exists(`${pki}/ca.crt`)) machine.files.write(`${pki}/ca.crt`, authorities.cluster.certificate)
  machine.writeLater(current, 0o600, () => {
    const { certificate, key } = issuer(
      machine,
      authorities,
    )({ authority: 'cluster', commonName: user, organizations: ['system:nodes'], usages: ['client'] })
    return certificate + key
  })
  const credentials = { certificateFile: current, keyFile: current }
  machine.writeLater('/etc/kubernetes/kubelet.conf', 0o600, () =>
    kubeconfig({ server, authority: authorities.cluster.certificate, user, credentials }),
  )
}
