import type { KubeObject, ObjectKey, OwnerReference } from '../../api/index.ts'

const isController = (reference: OwnerReference): boolean => reference.controller === true

/** The reference of an object's controller, if it has one. */
export const controllerReference = (object: KubeObject): OwnerReference | undefined => object.metadata.ownerReferences?.find(isController)

/** A reference that makes `owner` the controller of what carries it. */
export const referenceTo = (owner: KubeObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  blockOwnerDeletion: true,
  controller: true,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
})

export const keyOf = (object: KubeObject): ObjectKey => ({ namespace: object.metadata.namespace, name: object.metadata.name })

export const keyText = (key: ObjectKey): string => `${key.namespace ?? ''}/${key.name}`

/** The key of an object's controller if that is of `kind`. */
export const controllerKey = (object: KubeObject, kind: string): ObjectKey | undefined => {
  const reference = controllerReference(object)
  return reference?.kind === kind ? { namespace: object.metadata.namespace, name: reference.name } : undefined
}
