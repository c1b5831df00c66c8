import { parseDuration, parseYaml } from '../base/index.ts'

/** What of `KubeletConfiguration` (kubelet.config.k8s.io/v1beta1) is heeded, durations in milliseconds. */
export interface KubeletConfiguration {
  readonly staticPodPath: string
  readonly clusterDNS: readonly string[]
  readonly clusterDomain: string
  readonly resolvConf: string
  readonly port: number
  readonly healthzPort: number
  readonly healthzBindAddress: string
  readonly maxPods: number
  readonly serializeImagePulls: boolean
  readonly nodeStatusUpdateFrequency: number
  readonly nodeStatusReportFrequency: number
  readonly nodeLeaseDurationSeconds: number
  readonly registerNode: boolean
  readonly podCIDR: string
  readonly containerRuntimeEndpoint: string
  readonly clientCaFile: string
  readonly tlsCertFile: string
  readonly systemReserved: Readonly<Record<string, string>>
  readonly kubeReserved: Readonly<Record<string, string>>
  readonly evictionHard: Readonly<Record<string, string>>
  readonly registerWithTaints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
}

type Raw = Readonly<Record<string, unknown>>

const text = (raw: Raw, key: string, otherwise: string): string => (typeof raw[key] === 'string' && raw[key] !== '' ? raw[key] : otherwise)
const number = (raw: Raw, key: string, otherwise: number): number => (typeof raw[key] === 'number' && raw[key] !== 0 ? raw[key] : otherwise)
const duration = (raw: Raw, key: string, otherwise: number): number =>
  (typeof raw[key] === 'string' ? parseDuration(raw[key]) : 0) || otherwise
const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const strings = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record(value)).map(([key, item]) => [key, String(item)]))

/** Reads a configuration file, with the defaults of `pkg/kubelet/apis/config/v1beta1/defaults.go`; throws what is wrong with it. */
export const parseKubeletConfiguration = (yaml: string): KubeletConfiguration => {
  const raw = record(parseYaml(yaml))
  return {
    staticPodPath: text(raw, 'staticPodPath', ''),
    clusterDNS: texts(raw.clusterDNS),
    clusterDomain: text(raw, 'clusterDomain', ''),
    resolvConf: text(raw, 'resolvConf', '/etc/resolv.conf'),
    port: number(raw, 'port', 10_250),
    healthzPort: number(raw, 'healthzPort', 10_248),
    healthzBindAddress: text(raw, 'healthzBindAddress', '127.0.0.1'),
    maxPods: number(raw, 'maxPods', 110),
    serializeImagePulls: raw.serializeImagePulls !== false,
    nodeStatusUpdateFrequency: duration(raw, 'nodeStatusUpdateFrequency', 10_000),
    nodeStatusReportFrequency: duration(raw, 'nodeStatusReportFrequency', 300_000),
    nodeLeaseDurationSeconds: number(raw, 'nodeLeaseDurationSeconds', 40),
    registerNode: raw.registerNode !== false,
    podCIDR: text(raw, 'podCIDR', ''),
    containerRuntimeEndpoint: text(raw, 'containerRuntimeEndpoint', 'unix:///run/containerd/containerd.sock'),
    clientCaFile: text(record(record(raw.authentication).x509), 'clientCAFile', ''),
    tlsCertFile: text(raw, 'tlsCertFile', '/var/lib/kubelet/pki/kubelet.crt'),
    systemReserved: strings(raw.systemReserved),
    kubeReserved: strings(raw.kubeReserved),
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '10%', ...strings(raw.evictionHard) },
    registerWithTaints: Array.isArray(raw.registerWithTaints) ? (raw.registerWithTaints as KubeletConfiguration['registerWithTaints']) : [],
  }
}
