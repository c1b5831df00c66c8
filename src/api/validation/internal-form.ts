/**
 * The fields of Kubernetes' internal Go types in their order (`pkg/apis/core/types.go`), for the one message that shows them. A field is
 * `GoName` with what it is when unset: `'` an empty text, `!` false, `0` zero, `{Type}` a struct, else null; `[Type]` names the type of its members.
 */
const types: Readonly<Record<string, string>> = {
  PodSpec: `Volumes[Volume] InitContainers[Container] Containers[Container] EphemeralContainers[Container] RestartPolicy'
    TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy' NodeSelector ServiceAccountName' AutomountServiceAccountToken NodeName'
    SecurityContext[PodSecurityContext] ImagePullSecrets[Reference] Hostname' Subdomain' SetHostnameAsFQDN Affinity[Affinity] SchedulerName'
    Tolerations[Toleration] HostAliases[HostAlias] PriorityClassName' Priority PreemptionPolicy DNSConfig[DNSConfig] ReadinessGates[Gate]
    RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints[Spread] OS[OS] SchedulingGates[Reference] ResourceClaims[Claim]
    Resources[Resources] HostnameOverride WorkloadRef`,
  PodSecurityContext: `HostNetwork! HostPID! HostIPC! ShareProcessNamespace HostUsers SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot
    SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls SeccompProfile AppArmorProfile SELinuxChangePolicy`,
  Container: `Name' Image' Command Args WorkingDir' Ports[Port] EnvFrom[EnvFrom] Env[Env] Resources{Resources} ResizePolicy RestartPolicy
    RestartPolicyRules VolumeMounts[Mount] VolumeDevices LivenessProbe[Probe] ReadinessProbe[Probe] StartupProbe[Probe] Lifecycle[Lifecycle]
    TerminationMessagePath' TerminationMessagePolicy' ImagePullPolicy' SecurityContext[SecurityContext] Stdin! StdinOnce! TTY!`,
  Port: `Name' HostPort0 ContainerPort0 Protocol' HostIP'`,
  Env: `Name' Value' ValueFrom[ValueFrom]`,
  ValueFrom: `FieldRef[FieldRef] ResourceFieldRef ConfigMapKeyRef[KeyRef] SecretKeyRef[KeyRef] FileKeyRef`,
  KeyRef: `Name' Key' Optional`,
  EnvFrom: `Prefix' ConfigMapRef[OptionalRef] SecretRef[OptionalRef]`,
  OptionalRef: `Name' Optional`,
  Resources: `Limits Requests Claims`,
  Mount: `Name' ReadOnly! RecursiveReadOnly MountPath' SubPath' MountPropagation SubPathExpr'`,
  Probe: `Exec[Exec] HTTPGet[HTTPGet] TCPSocket[TCPSocket] GRPC InitialDelaySeconds0 TimeoutSeconds0 PeriodSeconds0 SuccessThreshold0
    FailureThreshold0 TerminationGracePeriodSeconds`,
  Exec: `Command`,
  HTTPGet: `Path' Port Host' Scheme' HTTPHeaders[Header]`,
  TCPSocket: `Port Host'`,
  Header: `Name' Value'`,
  Lifecycle: `PostStart[Handler] PreStop[Handler] StopSignal`,
  Handler: `Exec[Exec] HTTPGet[HTTPGet] TCPSocket[TCPSocket] Sleep`,
  SecurityContext: `Capabilities[Capabilities] Privileged SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot ReadOnlyRootFilesystem
    AllowPrivilegeEscalation ProcMount SeccompProfile AppArmorProfile`,
  Capabilities: `Add Drop`,
  Volume: `Name' HostPath[HostPath] EmptyDir[EmptyDir] GCEPersistentDisk AWSElasticBlockStore GitRepo Secret[SecretVolume] NFS[NFS] ISCSI Glusterfs
    PersistentVolumeClaim[ClaimVolume] RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI[DownwardVolume] FC AzureFile ConfigMap[ConfigMapVolume]
    VsphereVolume AzureDisk PhotonPersistentDisk Projected[Projected] PortworxVolume ScaleIO StorageOS CSI Ephemeral Image`,
  HostPath: `Path' Type`,
  EmptyDir: `Medium' SizeLimit`,
  SecretVolume: `SecretName' Items[Item] DefaultMode Optional`,
  ConfigMapVolume: `Name' Items[Item] DefaultMode Optional`,
  NFS: `Server' Path' ReadOnly!`,
  ClaimVolume: `ClaimName' ReadOnly!`,
  DownwardVolume: `Items[DownwardItem] DefaultMode`,
  Projected: `Sources[Projection] DefaultMode`,
  Projection: `Secret[ProjectedSource] DownwardAPI[DownwardItems] ConfigMap[ProjectedSource] ServiceAccountToken[Token] ClusterTrustBundle PodCertificate`,
  ProjectedSource: `Name' Items[Item] Optional`,
  DownwardItems: `Items[DownwardItem]`,
  DownwardItem: `Path' FieldRef[FieldRef] ResourceFieldRef Mode`,
  FieldRef: `APIVersion' FieldPath'`,
  Item: `Key' Path' Mode`,
  Token: `Audience' ExpirationSeconds0 Path'`,
  Reference: `Name'`,
  Toleration: `Key' Operator' Value' Effect' TolerationSeconds`,
  HostAlias: `IP' Hostnames`,
  DNSConfig: `Nameservers Searches Options`,
  Gate: `ConditionType'`,
  Affinity: `NodeAffinity PodAffinity PodAntiAffinity`,
  Spread: `MaxSkew0 TopologyKey' WhenUnsatisfiable' LabelSelector MinDomains NodeAffinityPolicy NodeTaintsPolicy MatchLabelKeys`,
  OS: `Name'`,
}

/** Go's name of a JSON field: `hostPID` → `HostPID`, `dnsPolicy` → `DNSPolicy`. */
const initials: Readonly<Record<string, string>> = {
  DNSPolicy: 'dnsPolicy',
  DNSConfig: 'dnsConfig',
  HTTPGet: 'httpGet',
  HTTPHeaders: 'httpHeaders',
  TCPSocket: 'tcpSocket',
  GRPC: 'grpc',
  APIVersion: 'apiVersion',
  IP: 'ip',
  TTY: 'tty',
  OS: 'os',
  NFS: 'nfs',
  ISCSI: 'iscsi',
  RBD: 'rbd',
  FC: 'fc',
  CSI: 'csi',
  FSGroup: 'fsGroup',
  FSGroupChangePolicy: 'fsGroupChangePolicy',
  SELinuxOptions: 'seLinuxOptions',
  GCEPersistentDisk: 'gcePersistentDisk',
  AWSElasticBlockStore: 'awsElasticBlockStore',
}
const jsonName = (goName: string): string => initials[goName] ?? goName[0]!.toLowerCase() + goName.slice(1)

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const internal = (value: unknown, type: string | undefined): unknown => {
  if (Array.isArray(value)) return value.map((item) => internal(item, type))
  const fields = type === undefined ? undefined : types[type]
  if (!isFields(value) || fields === undefined) return value
  return Object.fromEntries(
    fields.split(/\s+/).map((spelled) => {
      const [, name = '', inner, struct, unset] = /^(\w+?)(?:\[(\w+)\]|\{(\w+)\}|(['!0]))?$/.exec(spelled)!
      const given = value[jsonName(name)]
      if (given !== undefined) return [name, internal(given, inner ?? struct)]
      return [name, struct ? internal({}, struct) : unset === "'" ? '' : unset === '!' ? false : unset === '0' ? 0 : null]
    }),
  )
}

/** What the v1 spec says of the host stands in the internal type's security context. */
const withHost = (spec: Fields): Fields => {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec
  const host = Object.fromEntries(
    Object.entries({ hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers }).filter(([, value]) => value !== undefined),
  )
  return { ...spec, securityContext: { ...(isFields(spec['securityContext']) ? spec['securityContext'] : {}), ...host } }
}

/** The lines of a PodSpec in its internal form, as JSON indented by one blank. */
export const internalLines = (spec: object): readonly string[] =>
  JSON.stringify(internal(withHost({ ...spec }), 'PodSpec'), null, 1).split('\n')
