import type { Pod, PodSpec, ServiceAccount, Volume } from '../../api/index.ts'
import { safeString } from '../../base/index.ts'
import type { ResourceCall } from '../context.ts'
import { forbidden } from '../status.ts'
import { find } from '../storage.ts'
import type { AdmissionPlugin } from './plugin.ts'

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
/** One hour and seven seconds, by which the kubelet can tell these tokens (plugin/pkg/admission/serviceaccount). */
const expirationSeconds = 3607

/** Every Pod runs as a service account that exists, and finds its token mounted. */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  create(call, object) {
    if (call.kind.plural !== 'pods' || call.kind.group !== '') return object
    const pod = object as Pod
    if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return pod
    const spec: PodSpec = { ...pod.spec!, serviceAccountName: pod.spec?.serviceAccountName || 'default' }
    const account = mustFindAccount(call, pod, spec.serviceAccountName!)
    const named: PodSpec = { ...spec, serviceAccount: spec.serviceAccountName!, ...pullSecrets(spec, account) }
    const mounts = named.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true
    return { ...pod, spec: mounts ? withToken(call, pod, named) : named }
  },
}

const mustFindAccount = (call: ResourceCall, pod: Pod, name: string): ServiceAccount | undefined => {
  const kind = call.server.registry.findAny('', 'serviceaccounts')
  if (!kind) return undefined
  const account = find(call.store, kind, { namespace: call.namespace!, name }) as ServiceAccount | undefined
  if (!account) {
    throw forbidden(
      call.kind,
      pod.metadata.name,
      `error looking up service account ${call.namespace}/${name}: serviceaccount "${name}" not found`,
    )
  }
  return account
}

const pullSecrets = (spec: PodSpec, account: ServiceAccount | undefined): Pick<PodSpec, 'imagePullSecrets'> => {
  if (spec.imagePullSecrets?.length || !account?.imagePullSecrets?.length) return {}
  return { imagePullSecrets: account.imagePullSecrets }
}

const withToken = (call: ResourceCall, pod: Pod, spec: PodSpec): PodSpec => {
  const existing = spec.volumes?.find(({ name }) => name.startsWith('kube-api-access-'))
  const name =
    existing?.name ??
    `kube-api-access-${safeString(call.server.seed, 5, 'kube-api-access', pod.metadata.namespace ?? '', pod.metadata.name, call.store.revision)}`
  const mount = { name, readOnly: true, mountPath }
  const mounted = (list: PodSpec['containers']): PodSpec['containers'] =>
    list.map((container) => {
      const mounts = container.volumeMounts ?? []
      return mounts.some((each) => each.mountPath === mountPath) ? container : { ...container, volumeMounts: [...mounts, mount] }
    })
  const containers = mounted(spec.containers ?? [])
  const initContainers = spec.initContainers ? { initContainers: mounted(spec.initContainers) } : {}
  const used = [...containers, ...(initContainers.initContainers ?? [])].some(({ volumeMounts }) =>
    volumeMounts?.some((each) => each.name === name),
  )
  const volumes = existing || !used ? spec.volumes : [...(spec.volumes ?? []), tokenVolume(name)]
  return { ...spec, containers, ...initContainers, ...(volumes ? { volumes } : {}) }
}

const tokenVolume = (name: string): Volume => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
    defaultMode: 0o644,
  },
})
