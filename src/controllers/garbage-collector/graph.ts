import type { Kind, KubeObject, OwnerReference } from '../../api/index.ts'

export interface Vertex {
  readonly kind: Kind
  readonly object: KubeObject
}

/** Who owns whom, by uid (`pkg/controller/garbagecollector/graph_builder.go`). */
export class OwnerGraph {
  readonly #vertices = new Map<string, Vertex>()
  readonly #dependents = new Map<string, Set<string>>()

  get(uid: string): Vertex | undefined {
    return this.#vertices.get(uid)
  }

  dependents(uid: string): readonly Vertex[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((dependent) => {
      const vertex = this.#vertices.get(dependent)
      return vertex ? [vertex] : []
    })
  }

  set(vertex: Vertex): void {
    const { uid, ownerReferences } = vertex.object.metadata
    const before = this.#vertices.get(uid)?.object.metadata.ownerReferences
    this.#vertices.set(uid, vertex)
    if (before === ownerReferences) return
    for (const { uid: owner } of before ?? []) this.#unlink(owner, uid)
    for (const { uid: owner } of ownerReferences ?? []) this.#link(owner, uid)
  }

  delete(uid: string): void {
    const references: readonly OwnerReference[] = this.#vertices.get(uid)?.object.metadata.ownerReferences ?? []
    for (const { uid: owner } of references) this.#unlink(owner, uid)
    this.#vertices.delete(uid)
  }

  #link(owner: string, dependent: string): void {
    const dependents = this.#dependents.get(owner) ?? new Set<string>()
    this.#dependents.set(owner, dependents.add(dependent))
  }

  #unlink(owner: string, dependent: string): void {
    const dependents = this.#dependents.get(owner)
    dependents?.delete(dependent)
    if (dependents?.size === 0) this.#dependents.delete(owner)
  }
}
