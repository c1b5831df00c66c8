import { configMaps, secrets, serviceAccounts, type KeyToPath, type Pod, type Volume, type VolumeProjection } from '../api/index.ts'
import { ApiError, SystemError, fromBase64 } from '../base/index.ts'
import { podField, resourceField } from './environment.ts'
import type { KubeletContext } from './kubelet-context.ts'

/** A volume that could not be set up; the text is that of the event FailedMount. */
export class MountError extends Error {}

interface VolumeFile {
  readonly path: string
  /** A function makes it when somebody first reads the file. */
  readonly content: Uint8Array | string | (() => string)
  readonly mode: number
}

export const podDirectory = (pod: Pod): string => `/var/lib/kubelet/pods/${pod.metadata.uid}`

const plugins = {
  emptyDir: 'kubernetes.io~empty-dir',
  configMap: 'kubernetes.io~configmap',
  secret: 'kubernetes.io~secret',
  projected: 'kubernetes.io~projected',
  downwardAPI: 'kubernetes.io~downward-api',
} as const

/** Where a volume lies on the node; undefined for a kind of volume that this kubelet cannot mount. */
export const volumePath = (pod: Pod, volume: Volume): string | undefined => {
  if (volume.hostPath) return volume.hostPath.path
  for (const kind of ['emptyDir', 'configMap', 'secret', 'projected', 'downwardAPI'] as const)
    if (volume[kind]) return `${podDirectory(pod)}/volumes/${plugins[kind]}/${volume.name}`
  return undefined
}

/** Sets up one volume on the node's disk; does nothing if it stands already. */
export const mountVolume = (context: KubeletContext, pod: Pod, volume: Volume): void => {
  const { files } = context.machine
  const path = volumePath(pod, volume)
  if (path === undefined) throw new MountError(`MountVolume.SetUp failed for volume "${volume.name}" : no volume plugin matched`)
  if (volume.hostPath) return checkHostPath(context, volume.name, path, volume.hostPath.type ?? '')
  if (volume.emptyDir) {
    if (!files.exists(path)) files.mkdir(path, { parents: true, mode: 0o777 })
    return
  }
  writeFiles(context, path, volumeFiles(context, pod, volume))
}

/** The files of a volume whose content comes from the API. */
const volumeFiles = (context: KubeletContext, pod: Pod, volume: Volume): readonly VolumeFile[] => {
  const { configMap, secret, downwardAPI, projected } = volume
  const sources: readonly VolumeProjection[] = configMap
    ? [{ configMap }]
    : secret
      ? [
          {
            secret: {
              items: secret.items ?? [],
              name: secret.secretName ?? '',
              ...(secret.optional === undefined ? {} : { optional: secret.optional }),
            },
          },
        ]
      : downwardAPI
        ? [{ downwardAPI }]
        : (projected?.sources ?? [])
  const mode = configMap?.defaultMode ?? secret?.defaultMode ?? downwardAPI?.defaultMode ?? projected?.defaultMode ?? 0o644
  return sources.flatMap((source) => sourceFiles(context, pod, volume.name, source, mode))
}

const sourceFiles = (context: KubeletContext, pod: Pod, volume: string, source: VolumeProjection, mode: number): readonly VolumeFile[] => {
  const namespace = pod.metadata.namespace!
  const { configMap, secret, downwardAPI, serviceAccountToken } = source
  if (configMap) {
    const object = fetch(volume, 'configmap', configMap.name ?? '', configMap.optional, namespace, () =>
      context.client().get(configMaps, { namespace, name: configMap.name ?? '' }),
    )
    const data: Record<string, Uint8Array | string> = { ...object?.data }
    for (const [key, value] of Object.entries(object?.binaryData ?? {})) data[key] = fromBase64(value) ?? new Uint8Array()
    return pick(volume, data, configMap.items, mode, configMap.optional)
  }
  if (secret) {
    const object = fetch(volume, 'secret', secret.name ?? '', secret.optional, namespace, () =>
      context.client().get(secrets, { namespace, name: secret.name ?? '' }),
    )
    const data = Object.fromEntries(Object.entries(object?.data ?? {}).map(([key, value]) => [key, fromBase64(value) ?? new Uint8Array()]))
    return pick(volume, data, secret.items, mode, secret.optional)
  }
  if (downwardAPI) {
    return (downwardAPI.items ?? []).map(({ path, fieldRef, resourceFieldRef, mode: own }) => ({
      path,
      content: fieldRef
        ? podField(context, pod, fieldRef.fieldPath)
        : resourceField(context, pod, resourceFieldRef?.containerName ?? '', resourceFieldRef?.resource ?? '', resourceFieldRef?.divisor),
      mode: own ?? mode,
    }))
  }
  if (serviceAccountToken)
    return [{ path: serviceAccountToken.path, content: () => requestToken(context, pod, serviceAccountToken), mode: 0o600 }]
  return []
}

const fetch = <T>(
  volume: string,
  kind: string,
  name: string,
  optional: boolean | undefined,
  namespace: string,
  read: () => T,
): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 404 && optional) return undefined
    const reason =
      error.code === 404 ? (kind === 'secret' || kind === 'configmap' ? `${kind} "${name}" not found` : error.message) : error.message
    throw new MountError(`MountVolume.SetUp failed for volume "${volume}" : ${reason}`)
  }
}

const pick = (
  volume: string,
  data: Readonly<Record<string, Uint8Array | string>>,
  items: readonly KeyToPath[] | undefined,
  mode: number,
  optional = false,
): readonly VolumeFile[] => {
  if (!items || items.length === 0) return Object.entries(data).map(([path, content]) => ({ path, content, mode }))
  return items.flatMap(({ key, path, mode: own }) => {
    const content = data[key]
    if (content !== undefined) return [{ path, content, mode: own ?? mode }]
    if (optional) return []
    throw new MountError(`MountVolume.SetUp failed for volume "${volume}" : references non-existent secret key: ${key}`)
  })
}

// @simplified: a Pod's token is issued when it is first read, not when its volume is mounted; signing is costly and most are never read.
const requestToken = (
  context: KubeletContext,
  pod: Pod,
  source: { readonly audience?: string; readonly expirationSeconds?: number },
): string => {
  const { namespace, name, uid } = pod.metadata
  const key = { namespace: namespace!, name: pod.spec?.serviceAccountName ?? 'default' }
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      audiences: source.audience === undefined ? [] : [source.audience],
      expirationSeconds: source.expirationSeconds ?? 3600,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
    },
  }
  try {
    const answer = context.client().post(serviceAccounts, key, 'token', body) as { readonly status?: { readonly token?: string } }
    return answer.status?.token ?? ''
  } catch (error) {
    if (error instanceof ApiError || error instanceof SystemError) return ''
    throw error
  }
}

/** The atomic writer's layout: real files in a dated directory, `..data` that points to it, links beside (`pkg/volume/util/atomic_writer.go`). */
const writeFiles = (context: KubeletContext, path: string, files: readonly VolumeFile[]): void => {
  const { machine, clock, seed } = context
  const disk = machine.files
  if (!disk.exists(path)) disk.mkdir(path, { parents: true })
  const old = disk.exists(`${path}/..data`) ? disk.resolve(`${path}/..data`, { follow: true }) : undefined
  const date = new Date(clock.now).toISOString().slice(0, 19).replace(/[-:]/g, '_').replace('T', '_')
  const directory = `..${date}.${seed('volume', path, clock.now) % 10_000_000_000}`
  disk.mkdir(`${path}/${directory}`)
  for (const { path: name, content, mode } of files) {
    const file = `${path}/${directory}/${name}`
    if (name.includes('/')) disk.mkdir(file.slice(0, file.lastIndexOf('/')), { parents: true })
    if (typeof content === 'function') machine.writeLater(file, mode, content)
    else disk.write(file, content, { mode })
  }
  if (old !== undefined) disk.remove(`${path}/..data`)
  disk.symlink(directory, `${path}/..data`)
  const present = new Set(disk.list(path))
  for (const first of new Set(files.map(({ path: name }) => name.split('/')[0]!))) {
    if (!present.has(first)) disk.symlink(`..data/${first}`, `${path}/${first}`)
  }
  if (old !== undefined) disk.remove(old, { recursive: true })
}

/** The checks of hostPath types (`pkg/volume/hostpath/host_path.go`). */
const checkHostPath = (context: KubeletContext, volume: string, path: string, type: string): void => {
  const { files } = context.machine
  const fail = (reason: string): never => {
    throw new MountError(`MountVolume.SetUp failed for volume "${volume}" : hostPath type check failed: ${path} ${reason}`)
  }
  const found = files.exists(path) ? files.stat(path).type : undefined
  if (type === 'DirectoryOrCreate' && !found) return files.mkdir(path, { parents: true })
  if (type === 'FileOrCreate' && !found) return files.write(path, '')
  if (type === '' && !found) return files.mkdir(path, { parents: true })
  if ((type === 'Directory' || type === 'DirectoryOrCreate') && found !== 'directory') fail('is not a directory')
  if ((type === 'File' || type === 'FileOrCreate') && found !== 'file') fail('is not a file')
  if (type === 'Socket' && found !== 'socket') fail('is not a socket file')
  if (type === 'CharDevice' && found !== 'device') fail('is not a character device')
  if (type === 'BlockDevice' && found !== 'device') fail('is not a block device')
}
