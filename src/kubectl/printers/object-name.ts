import { groupOf, type LooseObject } from '../object.ts'

/** `deployment.apps/web`, as `-o name` and all reports of success name an object. */
export const objectName = (object: LooseObject): string => {
  const group = groupOf(object.apiVersion)
  const kind = (object.kind ?? '').toLowerCase()
  return `${group === '' ? kind : `${kind}.${group}`}/${object.metadata?.name ?? '<unknown>'}`
}
