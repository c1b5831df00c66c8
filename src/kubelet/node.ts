import { leases, nodes, type Draft, type Node, type NodeCondition, type NodeStatus } from '../api/index.ts'
import { ApiError, formatQuantity, fraction, quantityValue, subtractQuantity, SystemError, type Cancel } from '../base/index.ts'
import type { KubeletContext } from './kubelet-context.ts'
import { formatTime } from './pod-status.ts'

export interface NodeKeeper {
  readonly stop: Cancel
  /** Looks at the node's state now rather than at the next turn. */
  readonly refresh: () => void
}

/** Registers this machine as a Node and keeps its status and its Lease fresh (`pkg/kubelet/kubelet_node_status.go`). */
export const keepNode = (
  context: KubeletContext,
  options: { readonly nodeLabels: Readonly<Record<string, string>>; readonly nodeIp: string },
): NodeKeeper => {
  const { clock, config, seed, nodeName } = context
  const startedAt = clock.now
  let registered = false
  let reportedAt = 0
  let problem: string | undefined
  let cancelStatus: Cancel = () => undefined
  let cancelLease: Cancel = () => undefined
  const attempt = (what: string, run: () => void): boolean => {
    try {
      run()
      return true
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
      context.log('E', `kubelet_node_status.go: "${what}" err="${error.message}" node="${nodeName}"`)
      return false
    }
  }
  const updateStatus = (): void => {
    const known = context.node()
    if (!registered) {
      registered = attempt('Unable to register node with API server', () => register(context, options))
      if (!registered) return
    }
    const client = context.client()
    const current = known ?? client.get(nodes, { name: nodeName })
    if (current.spec?.podCIDR) context.runtime()?.usePodCidr(current.spec.podCIDR)
    const ready = readiness(context, startedAt)
    const before = current.status?.conditions?.find(({ type }) => type === 'Ready')?.status
    const changed = ready !== problem || before !== (ready === undefined ? 'True' : 'False')
    if (!changed && clock.now - reportedAt < config.nodeStatusReportFrequency) return
    const fresh = client.get(nodes, { name: nodeName })
    const next = { ...fresh, status: nodeStatus(context, options.nodeIp, fresh, ready) }
    client.update(nodes, next, 'status')
    if (before !== undefined && before !== (ready === undefined ? 'True' : 'False')) {
      const reason = ready === undefined ? 'NodeReady' : 'NodeNotReady'
      context.record(next, 'Normal', reason, `Node ${nodeName} status is now: ${reason}`)
    }
    problem = ready
    reportedAt = clock.now
  }
  const statusTurn = (): void => {
    const done = attempt('Error updating node status, will retry', updateStatus)
    const soon = !done || !registered || problem !== undefined
    cancelStatus = clock.after(soon ? Math.min(1000, config.nodeStatusUpdateFrequency) : config.nodeStatusUpdateFrequency, statusTurn)
  }
  const leaseTurn = (): void => {
    const done = attempt('Failed to ensure lease exists, will retry', () => renewLease(context))
    const interval = (config.nodeLeaseDurationSeconds * 1000) / 4
    cancelLease = clock.after(done ? Math.round(interval * (1 + 0.04 * fraction(seed, 'lease', nodeName, clock.now))) : 7000, leaseTurn)
  }
  cancelStatus = clock.after(200, statusTurn)
  cancelLease = clock.after(900, leaseTurn)
  return {
    stop: () => {
      cancelStatus()
      cancelLease()
    },
    refresh: () => {
      cancelStatus()
      cancelStatus = clock.after(50, statusTurn)
    },
  }
}

const register = (
  context: KubeletContext,
  options: { readonly nodeLabels: Readonly<Record<string, string>>; readonly nodeIp: string },
): void => {
  const { nodeName, config } = context
  const client = context.client()
  try {
    client.get(nodes, { name: nodeName })
    return
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error
  }
  if (!config.registerNode) return
  const draft: Draft<Node> = {
    metadata: {
      name: nodeName,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': context.machine.hostname,
        'kubernetes.io/os': 'linux',
        ...options.nodeLabels,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: config.registerWithTaints.length > 0 ? { taints: config.registerWithTaints } : {},
    status: nodeStatus(context, options.nodeIp, undefined, notYetReady),
  }
  const node = client.create(nodes, draft)
  const note = (type: 'Normal' | 'Warning', reason: string, message: string): void => context.record(node, type, reason, message)
  note('Normal', 'Starting', 'Starting kubelet.')
  note('Normal', 'NodeHasSufficientMemory', `Node ${nodeName} status is now: NodeHasSufficientMemory`)
  note('Normal', 'NodeHasNoDiskPressure', `Node ${nodeName} status is now: NodeHasNoDiskPressure`)
  note('Normal', 'NodeHasSufficientPID', `Node ${nodeName} status is now: NodeHasSufficientPID`)
  note('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
}

const networkProblem =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'
const notYetReady = `[${networkProblem}, CSINode is not yet initialized]`

/** Why this node is not ready; undefined if it is. */
const readiness = (context: KubeletContext, startedAt: number): string | undefined => {
  const runtime = context.runtime()
  if (!runtime)
    return context.clock.now - startedAt > 30_000
      ? 'container runtime is down'
      : 'container runtime status check may not have completed yet'
  return runtime.networkReady ? undefined : networkProblem
}

const hexOf = (context: KubeletContext, about: string): string =>
  [0, 1, 2]
    .map((part) => context.seed(about, context.machine.hostname, part).toString(16).padStart(14, '0').slice(-11))
    .join('')
    .slice(0, 32)

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')

const textOf = (context: KubeletContext, path: string): string | undefined => {
  const { files } = context.machine
  return files.exists(path) ? files.readText(path).trim() : undefined
}

const nodeStatus = (context: KubeletContext, nodeIp: string, node: Node | undefined, problem: string | undefined): NodeStatus => {
  const { machine, config, version } = context
  const { hardware } = machine
  const capacity = {
    cpu: String(hardware.cpus),
    'ephemeral-storage': `${Math.floor(hardware.diskBytes / 1024)}Ki`,
    'hugepages-2Mi': '0',
    memory: `${Math.floor(hardware.memoryBytes / 1024)}Ki`,
    pods: String(config.maxPods),
  }
  const bootId = textOf(context, '/proc/sys/kernel/random/boot_id') ?? dashed(hexOf(context, `boot-${machine.bootedAt}`))
  const { status } = node ?? {}
  return {
    ...status,
    addresses: [
      { address: nodeIp, type: 'InternalIP' },
      { address: machine.hostname, type: 'Hostname' },
    ],
    allocatable: {
      ...capacity,
      'ephemeral-storage': String(allocatableStorage(capacity['ephemeral-storage'])),
      memory: allocatableMemory(context, capacity.memory),
    },
    capacity,
    conditions: conditions(context, node, problem),
    daemonEndpoints: { kubeletEndpoint: { Port: config.port } },
    features: { supplementalGroupsPolicy: true },
    images: [...(context.runtime()?.images.values() ?? [])]
      .sort((a, b) => b.sizeBytes - a.sizeBytes)
      .slice(0, 50)
      .map(({ names, sizeBytes }) => ({ names, sizeBytes })),
    nodeInfo: {
      architecture: 'amd64',
      bootID: bootId,
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: hardware.kernel,
      kubeProxyVersion: '',
      kubeletVersion: version,
      machineID: textOf(context, '/etc/machine-id') ?? hexOf(context, 'machine'),
      operatingSystem: 'linux',
      osImage: hardware.os,
      systemUUID: textOf(context, '/sys/class/dmi/id/product_uuid') ?? dashed(hexOf(context, 'system')),
    },
    runtimeHandlers: ['', 'runc'].map((name) => ({ features: { recursiveReadOnlyMounts: true, userNamespaces: true }, name })),
  }
}

/** A tenth of the file system is kept free (the hard eviction threshold of nodefs); upstream reckons percentages in 32 bits. */
const allocatableStorage = (capacity: string): number => quantityValue(capacity) - Math.floor(quantityValue(capacity) * Math.fround(0.1))

const allocatableMemory = ({ config }: KubeletContext, capacity: string): string => {
  const reserved = [config.systemReserved.memory, config.kubeReserved.memory, config.evictionHard['memory.available']]
  const bytes = reserved.reduce(
    (rest, amount) => (amount === undefined || amount.endsWith('%') ? rest : quantityValue(subtractQuantity(String(rest), amount))),
    quantityValue(capacity),
  )
  return formatQuantity(`${Math.floor(bytes / 1024)}Ki`)
}

const healthy = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
] as const

const conditions = ({ clock }: KubeletContext, node: Node | undefined, problem: string | undefined): readonly NodeCondition[] => {
  const now = formatTime(clock.now)
  const old = new Map((node?.status?.conditions ?? []).map((condition) => [condition.type, condition]))
  const write = (type: string, status: 'True' | 'False', reason: string, message: string): NodeCondition => {
    const before = old.get(type)
    return {
      lastHeartbeatTime: now,
      lastTransitionTime: before?.status === status ? before.lastTransitionTime! : now,
      message,
      reason,
      status,
      type,
    }
  }
  const own = [
    ...healthy.map(([type, reason, message]) => write(type, 'False', reason, message)),
    problem === undefined
      ? write('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : write('Ready', 'False', 'KubeletNotReady', problem),
  ]
  const others = [...old.values()].filter(({ type }) => !own.some((condition) => condition.type === type))
  return [...others, ...own]
}

/** `2026-11-20T20:46:03.123000Z` */
export const formatMicroTime = (milliseconds: number): string => {
  const text = new Date(Math.floor(milliseconds)).toISOString()
  return `${text.slice(0, -1)}${String(Math.floor((milliseconds % 1) * 1000)).padStart(3, '0')}Z`
}

const renewLease = (context: KubeletContext): void => {
  const { nodeName, clock, config } = context
  const client = context.client()
  const key = { namespace: 'kube-node-lease', name: nodeName }
  const renewTime = formatMicroTime(clock.now)
  try {
    const lease = client.get(leases, key)
    client.update(leases, {
      ...lease,
      spec: { ...lease.spec, holderIdentity: nodeName, leaseDurationSeconds: config.nodeLeaseDurationSeconds, renewTime },
    })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error
    const owner = client.get(nodes, { name: nodeName })
    client.create(leases, {
      metadata: { ...key, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid: owner.metadata.uid }] },
      spec: { holderIdentity: nodeName, leaseDurationSeconds: config.nodeLeaseDurationSeconds, renewTime },
    })
  }
}
