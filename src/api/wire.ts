const byType = (fields: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(Object.entries(fields).map(([type, names]) => [type, new Set(names.split(' '))]))

/** By type, the fields whose texts are quantities, which the schema does not tell. */
export const quantityFields = byType({
  ResourceRequirements: 'limits requests',
  VolumeResourceRequirements: 'limits requests',
  PodSpec: 'overhead',
  ResourceFieldSelector: 'divisor',
  EmptyDirVolumeSource: 'sizeLimit',
  NodeStatus: 'capacity allocatable',
  ContainerStatus: 'allocatedResources',
  PodStatus: 'allocatedResources',
})
