import type { KubeObject, ObjectKey } from '../api/index.ts'
import type { Lister } from './controller-interface.ts'

const keyOf = ({ namespace, name }: ObjectKey): string => (namespace ? `${namespace}/${name}` : name)

/** Objects by key; listed in the order of keys, so that the order does not tell of the past. */
class Bucket<T> {
  readonly objects = new Map<string, T>()
  #order: readonly string[] | undefined = []
  #listed: readonly T[] | undefined = []

  set(key: string, object: T): void {
    if (!this.objects.has(key)) this.#order = undefined
    this.#listed = undefined
    this.objects.set(key, object)
  }

  delete(key: string): void {
    if (!this.objects.delete(key)) return
    this.#order = undefined
    this.#listed = undefined
  }

  list(): readonly T[] {
    this.#order ??= [...this.objects.keys()].sort()
    return (this.#listed ??= this.#order.map((key) => this.objects.get(key)!))
  }
}

const nodeNameOf = (object: KubeObject): string | undefined => (object as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName

/** The names of all index buckets that an object belongs to. */
const indexesOf = (object: KubeObject): readonly string[] => {
  const { namespace = '', labels, ownerReferences } = object.metadata
  const nodeName = nodeNameOf(object)
  const indexes: string[] = []
  if (namespace) indexes.push(`namespace\0${namespace}`)
  for (const name in labels) indexes.push(labelIndex(namespace, name, labels[name]!))
  for (const owner of ownerReferences ?? []) if (owner.controller) indexes.push(`owner\0${owner.uid}`)
  if (nodeName) indexes.push(`node\0${nodeName}`)
  return indexes
}

const labelIndex = (namespace: string, name: string, value: string): string => `label\0${namespace}\0${name}\0${value}`

/** An informer's memory of one kind. */
export class Cache<T extends KubeObject = KubeObject> implements Lister<T> {
  readonly #all = new Bucket<T>()
  readonly #indexes = new Map<string, Bucket<T>>()

  get(key: ObjectKey): T | undefined {
    return this.#all.objects.get(keyOf(key))
  }

  list(namespace?: string): readonly T[] {
    return namespace ? this.#index(`namespace\0${namespace}`) : this.#all.list()
  }

  byLabels(namespace: string, labels: Readonly<Record<string, string>>): readonly T[] {
    const wanted = Object.entries(labels)
    if (wanted.length === 0) return this.list(namespace)
    const buckets = wanted.map(([name, value]) => this.#indexes.get(labelIndex(namespace, name, value)))
    let smallest = buckets[0]
    for (const bucket of buckets) {
      if (!bucket) return []
      if (bucket.objects.size < smallest!.objects.size) smallest = bucket
    }
    return smallest!.list().filter((object) => wanted.every(([name, value]) => object.metadata.labels?.[name] === value))
  }

  byOwner(uid: string): readonly T[] {
    return this.#index(`owner\0${uid}`)
  }

  byNode(nodeName: string): readonly T[] {
    return this.#index(`node\0${nodeName}`)
  }

  set(object: T): void {
    const key = keyOf(object.metadata)
    const previous = this.#all.objects.get(key)
    const indexes = indexesOf(object)
    if (previous) this.#leave(key, indexesOf(previous), indexes)
    this.#all.set(key, object)
    for (const index of indexes) {
      const bucket = this.#indexes.get(index)
      if (bucket) bucket.set(key, object)
      else {
        const first = new Bucket<T>()
        this.#indexes.set(index, first)
        first.set(key, object)
      }
    }
  }

  delete(key: ObjectKey): void {
    const name = keyOf(key)
    const object = this.#all.objects.get(name)
    if (!object) return
    this.#all.delete(name)
    this.#leave(name, indexesOf(object), [])
  }

  /** Takes a key out of the buckets that it was in and is not to be in any more. */
  #leave(key: string, before: readonly string[], after: readonly string[]): void {
    for (const index of before) {
      if (after.includes(index)) continue
      const bucket = this.#indexes.get(index)!
      bucket.delete(key)
      if (bucket.objects.size === 0) this.#indexes.delete(index)
    }
  }

  #index(name: string): readonly T[] {
    return this.#indexes.get(name)?.list() ?? []
  }
}
