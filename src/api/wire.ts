const set = (fields: Readonly<Record<string, string>>): ReadonlySet<string> =>
  new Set(Object.entries(fields).flatMap(([type, names]) => names.split(' ').map((name) => `${type}.${name}`)))

/** Fields whose texts are quantities, which the schema does not tell. */
export const quantityFields = set({
  ResourceRequirements: 'limits requests',
  VolumeResourceRequirements: 'limits requests',
  PodSpec: 'overhead',
  ResourceFieldSelector: 'divisor',
  EmptyDirVolumeSource: 'sizeLimit',
  NodeStatus: 'capacity allocatable',
  ContainerStatus: 'allocatedResources',
  PodStatus: 'allocatedResources',
})

const probe = 'initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold'

/** Numbers and booleans that Go leaves out when they are zero (`omitempty`, no pointer), by type (`k8s.io/api/{core,apps,meta}/v1/types.go`). */
export const omittedWhenZero = set({
  ObjectMeta: 'generation',
  Container: 'stdin stdinOnce tty',
  EphemeralContainer: 'stdin stdinOnce tty',
  ContainerPort: 'hostPort',
  ContainerStateTerminated: 'signal',
  VolumeMount: 'readOnly',
  Probe: probe,
  PodSpec: 'hostNetwork hostPID hostIPC',
  PodStatus: 'observedGeneration',
  PodCondition: 'observedGeneration',
  PersistentVolumeClaimVolumeSource: 'readOnly',
  NFSVolumeSource: 'readOnly',
  DeploymentSpec: 'minReadySeconds paused',
  DeploymentStatus: 'observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas',
  ReplicaSetSpec: 'minReadySeconds',
  ReplicaSetStatus: 'fullyLabeledReplicas readyReplicas availableReplicas observedGeneration',
  DaemonSetSpec: 'minReadySeconds',
  DaemonSetStatus: 'observedGeneration updatedNumberScheduled numberAvailable numberUnavailable',
  ServiceSpec: 'publishNotReadyAddresses healthCheckNodePort',
  ServicePort: 'nodePort',
  NodeSpec: 'unschedulable',
  NodeSystemInfo: 'sizeBytes',
  Event: 'count',
  EventSeries: 'count',
  ScaleSpec: 'replicas',
  ListMeta: 'remainingItemCount',
})
