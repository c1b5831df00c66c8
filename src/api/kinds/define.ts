import type { Kind, Verb } from '../kind.ts'
import type { KubeObject } from '../object.ts'

export const allVerbs: readonly Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

type Names = Pick<Kind, 'group' | 'version' | 'kind' | 'plural'>
type Usual = 'singular' | 'shortNames' | 'categories' | 'namespaced' | 'verbs' | 'subresources' | 'type' | 'withDefaults'

/** A kind with what most kinds share: namespaced, all verbs, no subresources, no defaults. */
export const defineKind = <T extends KubeObject>(
  kind: Names & Omit<Kind<T>, Usual | keyof Names> & Partial<Pick<Kind<T>, Usual>>,
): Kind<T> => ({
  singular: kind.kind.toLowerCase(),
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: allVerbs,
  subresources: [],
  type: kind.kind,
  withDefaults: (object) => object,
  ...kind,
})
