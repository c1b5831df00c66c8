import type { Pod } from '../api/index.ts'
import { resolverConfiguration } from '../machine/index.ts'
import type { KubeletContext } from './kubelet-context.ts'

/** What the kubelet and the runtime lay over the files of every container of a Pod. */
export const sandboxFiles = (context: KubeletContext, pod: Pod, address: string): Readonly<Record<string, string>> => {
  const hostname = pod.spec?.hostNetwork ? context.machine.hostname : (pod.spec?.hostname ?? pod.metadata.name)
  return {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': hostsFile(context, pod, address, hostname),
    '/etc/resolv.conf': resolverFile(context, pod),
  }
}

/** `managedHostsFileContent` in pkg/kubelet/kubelet_pods.go. */
const hostsFile = (context: KubeletContext, pod: Pod, address: string, hostname: string): string => {
  const { files } = context.machine
  const aliases = (pod.spec?.hostAliases ?? []).map(({ ip, hostnames }) => `${ip}\t${(hostnames ?? []).join('\t')}\n`).join('')
  const tail = aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`
  if (pod.spec?.hostNetwork)
    return `# Kubernetes-managed hosts file (host network).\n${files.exists('/etc/hosts') ? files.readText('/etc/hosts') : ''}${tail}`
  const { subdomain } = pod.spec ?? {}
  const full = subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.${context.config.clusterDomain}\t${hostname}` : hostname
  const head = '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n'
  const multicast = 'fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n'
  return `${head}${multicast}${address}\t${full}\n${tail}`
}

/** `GetPodDNS` in pkg/kubelet/network/dns/dns.go. */
const resolverFile = (context: KubeletContext, pod: Pod): string => {
  const { config, machine } = context
  const read = resolverConfiguration(machine.files.exists(config.resolvConf) ? machine.files.readText(config.resolvConf) : '')
  const host = { ...read, search: read.search.filter((domain) => domain !== '.').map((domain) => domain.replace(/\.$/, '')) }
  const policy = pod.spec?.dnsPolicy ?? 'ClusterFirst'
  const cluster =
    config.clusterDNS.length > 0 && (policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && !pod.spec?.hostNetwork))
  const domain = config.clusterDomain
  const search = domain === '' ? [] : [`${pod.metadata.namespace}.svc.${domain}`, `svc.${domain}`, domain]
  const base =
    policy === 'None' ? { servers: [], search: [] } : cluster ? { servers: config.clusterDNS, search: [...search, ...host.search] } : host
  const { nameservers = [], searches = [], options = [] } = pod.spec?.dnsConfig ?? {}
  const optionTexts = [
    ...(cluster ? ['ndots:5'] : []),
    ...options.map(({ name, value }) => (value === undefined ? name! : `${name}:${value}`)),
  ]
  const named = (text: string): string => text.split(':')[0]!
  const unique = optionTexts.filter((text, index) => optionTexts.findLastIndex((other) => named(other) === named(text)) === index)
  const domains = [...new Set([...base.search, ...searches])]
  return [
    ...(domains.length > 0 ? [`search ${domains.join(' ')}`] : []),
    ...[...new Set([...base.servers, ...nameservers])].map((server) => `nameserver ${server}`),
    ...(unique.length > 0 ? [`options ${unique.join(' ')}`] : []),
    '',
  ].join('\n')
}
