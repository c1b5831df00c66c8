import { goKeys } from '../api/index.ts'

/** The values of Go's `+enum` types, sorted, as the server's OpenAPI document lists them (k8s.io/api). */
const enums: Readonly<Record<string, readonly string[]>> = {
  AddressType: ['FQDN', 'IPv4', 'IPv6'],
  AppArmorProfileType: ['Localhost', 'RuntimeDefault', 'Unconfined'],
  CompletionMode: ['Indexed', 'NonIndexed'],
  ConcurrencyPolicy: ['Allow', 'Forbid', 'Replace'],
  DNSPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  DaemonSetUpdateStrategyType: ['OnDelete', 'RollingUpdate'],
  DeploymentStrategyType: ['Recreate', 'RollingUpdate'],
  HostPathType: ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
  IPFamily: ['', 'IPv4', 'IPv6'],
  IPFamilyPolicy: ['PreferDualStack', 'RequireDualStack', 'SingleStack'],
  MountPropagationMode: ['Bidirectional', 'HostToContainer', 'None'],
  NamespacePhase: ['Active', 'Terminating'],
  NodeInclusionPolicy: ['Honor', 'Ignore'],
  NodePhase: ['Pending', 'Running', 'Terminated'],
  NodeSelectorOperator: ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'],
  PathType: ['Exact', 'ImplementationSpecific', 'Prefix'],
  PersistentVolumeAccessMode: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'],
  PersistentVolumeMode: ['Block', 'Filesystem'],
  PersistentVolumeReclaimPolicy: ['Delete', 'Recycle', 'Retain'],
  PodFSGroupChangePolicy: ['Always', 'OnRootMismatch'],
  PodManagementPolicyType: ['OrderedReady', 'Parallel'],
  PodPhase: ['Failed', 'Pending', 'Running', 'Succeeded', 'Unknown'],
  PodQOSClass: ['BestEffort', 'Burstable', 'Guaranteed'],
  PolicyType: ['Egress', 'Ingress'],
  PreemptionPolicy: ['Never', 'PreemptLowerPriority'],
  ProcMountType: ['Default', 'Unmasked'],
  Protocol: ['SCTP', 'TCP', 'UDP'],
  PullPolicy: ['Always', 'IfNotPresent', 'Never'],
  RestartPolicy: ['Always', 'Never', 'OnFailure'],
  SeccompProfileType: ['Localhost', 'RuntimeDefault', 'Unconfined'],
  ServiceAffinity: ['ClientIP', 'None'],
  ServiceExternalTrafficPolicy: ['Cluster', 'Local'],
  ServiceInternalTrafficPolicy: ['Cluster', 'Local'],
  ServiceType: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
  StatefulSetUpdateStrategyType: ['OnDelete', 'RollingUpdate'],
  SupplementalGroupsPolicy: ['Merge', 'Strict'],
  TaintEffect: ['NoExecute', 'NoSchedule', 'PreferNoSchedule'],
  TerminationMessagePolicy: ['FallbackToLogsOnError', 'File'],
  TolerationOperator: ['Equal', 'Exists', 'Gt', 'Lt'],
  URIScheme: ['HTTP', 'HTTPS'],
  UnsatisfiableConstraintAction: ['DoNotSchedule', 'ScheduleAnyway'],
}

const goType = (type: string, field: string): string => goKeys(type)?.find(({ name }) => name === field)?.type ?? ''

/** The values that a field of a type may have; none if it may have any. */
export const enumOf = (type: string, field: string): readonly string[] => enums[/^\*?v1\.(\w+)$/.exec(goType(type, field))?.[1] ?? ''] ?? []

/** True of fields that hold quantities by name, as `limits` does. */
export const holdsQuantities = (type: string, field: string): boolean => goType(type, field) === 'v1.ResourceList'

export const isQuantity = (type: string, field: string): boolean => /^\*?resource\.Quantity$/.test(goType(type, field))
