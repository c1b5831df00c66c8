import { kinds } from '../api/index.ts'
import { toBase64, concat, createSeed, decode, encode, VirtualClock } from '../base/index.ts'
import { MvccStore } from '../etcd/index.ts'
import { FileTree, type Endpoint, type Process } from '../machine/index.ts'
import { createAuthority, issueCertificate } from '../pki/index.ts'
import { createApiServer } from '../apiserver/index.ts'
import { kubectl } from './kubectl.ts'

/** A bench for kubectl's tests: an API server alone, and a way to run command lines against it. */
export const startBench = (hop: () => Promise<void>) => {
  const startsAt = Date.parse('2026-11-20T20:00:00Z')
  const clock = new VirtualClock(startsAt, hop)
  const seed = createSeed(7)
  const validity = { seed, notBefore: startsAt, notAfter: startsAt + 86_400_000 }
  const ca = createAuthority({ ...validity, commonName: 'kubernetes' })
  const admin = issueCertificate({ ...validity, commonName: 'kubernetes-admin', organizations: ['kubeadm:cluster-admins'], ca })
  const serving = issueCertificate({
    ...validity,
    commonName: 'kube-apiserver',
    ipAddresses: ['10.0.0.10'],
    dnsNames: ['controlplane'],
    ca,
  })
  const store = new MvccStore(clock)
  const server = createApiServer({ clock, seed, store: () => store, kinds, version: 'v1.35.6', clientCa: ca.certificate })
  const tree = new FileTree({ clock })
  const root = { name: 'root', uid: 0, gid: 0, group: 'root', groups: ['root'], home: '/root', shell: '/bin/bash' }
  const cwd = '/root/lab'
  tree.view({ user: root, cwd: () => '/' }).mkdir(cwd, { parents: true })
  tree.view({ user: root, cwd: () => '/' }).mkdir('/root/.kube', { parents: true })
  const data = (pem: string) => toBase64(encode(pem))
  const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- name: kubernetes
  cluster: {server: "https://10.0.0.10:6443", certificate-authority-data: ${data(ca.certificate)}}
contexts:
- name: kubernetes-admin@kubernetes
  context: {cluster: kubernetes, user: kubernetes-admin}
current-context: kubernetes-admin@kubernetes
users:
- name: kubernetes-admin
  user: {client-certificate-data: ${data(admin.certificate)}, client-key-data: ${data(admin.key)}}
`
  const files = tree.view({ user: root, cwd: () => cwd })
  files.write('/root/.kube/config', kubeconfig)
  const peer = { address: '10.0.0.10', port: 40_000, certificate: admin.certificate }
  const endpoint: Endpoint = {
    local: peer,
    remote: { address: '10.0.0.10', port: 6443 },
    listener: { tls: { certificate: serving.certificate } },
    open: true,
    request: (request) => server.handle(request, peer),
    onClose: () => () => undefined,
    close: () => undefined,
  }
  const run = async (argv: readonly string[], stdin = '', env: Readonly<Record<string, string>> = {}) => {
    const out: Uint8Array[] = []
    const err: Uint8Array[] = []
    let input: Uint8Array | undefined = stdin === '' ? undefined : encode(stdin)
    const process = {
      pid: 100,
      argv,
      env: new Map(Object.entries({ HOME: '/root', PATH: '/usr/bin', ...env })),
      cwd,
      user: root,
      files,
      clock,
      stdin: {
        read: async () => {
          const now = input
          input = undefined
          return now
        },
      },
      stdout: { write: (chunk: Uint8Array) => void out.push(chunk) },
      stderr: { write: (chunk: Uint8Array) => void err.push(chunk) },
      interrupt: { raised: false, reason: undefined, throwIfRaised: () => undefined, onRaise: () => () => undefined },
      print: (text: string) => void out.push(encode(text)),
      printError: (text: string) => void err.push(encode(text)),
      sleep: (milliseconds: number) => clock.sleep(milliseconds),
      lookup: async () => ['10.0.0.10'],
      dial: async () => endpoint,
      machine: { seed },
    }
    let code: number | undefined
    const running = Promise.resolve(kubectl.run(process as never as Process)).then((result) => {
      code = Number(result)
    })
    for (let i = 0; code === undefined && i < 2000; i++) {
      await hop()
      if (code === undefined && clock.nextAt !== undefined) await clock.advanceTo(clock.nextAt)
    }
    await running
    return { code, stdout: decode(concat(out)), stderr: decode(concat(err)) }
  }
  return { run, files, clock }
}
