import type { KubeObject, ObjectKey } from '../api/index.ts'
import type { Lister } from './controller-interface.ts'

/** A lister that tells how many objects it handed out in lists. */
export class CountedLister<T extends KubeObject = KubeObject> implements Lister<T> {
  readonly #lister: Lister<T>
  readonly #count: (objects: number) => void

  constructor(lister: Lister<T>, count: (objects: number) => void) {
    this.#lister = lister
    this.#count = count
  }

  get(key: ObjectKey): T | undefined {
    return this.#lister.get(key)
  }

  list(namespace?: string): readonly T[] {
    return this.#counted(this.#lister.list(namespace))
  }

  byLabels(namespace: string, labels: Readonly<Record<string, string>>): readonly T[] {
    return this.#counted(this.#lister.byLabels(namespace, labels))
  }

  byOwner(uid: string): readonly T[] {
    return this.#counted(this.#lister.byOwner(uid))
  }

  byNode(nodeName: string): readonly T[] {
    return this.#counted(this.#lister.byNode(nodeName))
  }

  #counted(objects: readonly T[]): readonly T[] {
    this.#count(objects.length)
    return objects
  }
}
