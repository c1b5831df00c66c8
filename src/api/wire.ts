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
