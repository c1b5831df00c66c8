import type { Kind, ObjectKey } from '../api/index.ts'

// Where real clusters keep the kinds whose folder is not named as their resource (kubernetes: pkg/kubeapiserver/default_storage_factory_builder.go).
const folders: Readonly<Record<string, string>> = {
  '/replicationcontrollers': 'controllers',
  '/endpoints': 'services/endpoints',
  '/nodes': 'minions',
  '/services': 'services/specs',
  'networking.k8s.io/ingresses': 'ingress',
  'apiregistration.k8s.io/apiservices': 'apiregistration.k8s.io/apiservices',
  'apiextensions.k8s.io/customresourcedefinitions': 'apiextensions.k8s.io/customresourcedefinitions',
}

export const registryPrefix = '/registry/'

/** `/registry/pods/`: where all objects of a kind lie, whatever their version. */
export const kindPrefix = (kind: Pick<Kind, 'group' | 'plural'>): string =>
  `${registryPrefix}${folders[`${kind.group}/${kind.plural}`] ?? kind.plural}/`

/** `/registry/pods/default/web`. */
export const objectKey = (kind: Kind, key: ObjectKey): string =>
  `${kindPrefix(kind)}${kind.namespaced ? `${key.namespace}/` : ''}${key.name}`

/** Where a list of one namespace, or of all, begins. */
export const listPrefix = (kind: Kind, namespace: string | undefined): string =>
  kindPrefix(kind) + (kind.namespaced && namespace ? `${namespace}/` : '')
