import type { Kind } from '../api/index.ts'

/** The kinds that a server serves, by path. */
export class Registry {
  readonly kinds: readonly Kind[]
  readonly #byPath = new Map<string, Kind>()
  readonly #groupVersions = new Set<string>()

  constructor(kinds: readonly Kind[]) {
    this.kinds = kinds
    for (const kind of kinds) {
      this.#byPath.set(`${kind.group}/${kind.version}/${kind.plural}`, kind)
      this.#groupVersions.add(`${kind.group}/${kind.version}`)
    }
  }

  find(group: string, version: string, plural: string): Kind | undefined {
    return this.#byPath.get(`${group}/${version}/${plural}`)
  }

  /** The kind of this group and name, in whichever version is served. */
  findAny(group: string, plural: string): Kind | undefined {
    return this.kinds.find((kind) => kind.group === group && kind.plural === plural)
  }

  hasGroup(group: string): boolean {
    return this.kinds.some((kind) => kind.group === group)
  }

  hasGroupVersion(group: string, version: string): boolean {
    return this.#groupVersions.has(`${group}/${version}`)
  }
}

export const apiVersionOf = (kind: Pick<Kind, 'group' | 'version'>): string =>
  kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
