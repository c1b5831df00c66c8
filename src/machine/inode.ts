import { concat, encode } from '../base/index.ts'
import type { FileType } from './files-interface.ts'

type Piece = Uint8Array | string

/**
 * The bytes of a file: pieces as they were written, joined when somebody reads them; or made anew at each read (/proc).
 * Never changes once made, so that trees can share it.
 */
export class Content {
  #pieces: Piece[]
  #count: number
  readonly #make: (() => Piece) | undefined

  constructor(content: Piece | (() => Piece) = '') {
    this.#pieces = typeof content === 'function' ? [] : [content]
    this.#count = this.#pieces.length
    this.#make = typeof content === 'function' ? content : undefined
  }

  get bytes(): Uint8Array {
    if (this.#make) {
      const made = this.#make()
      return typeof made === 'string' ? encode(made) : made
    }
    const [first] = this.#pieces
    if (this.#count === 1 && first instanceof Uint8Array) return first
    const bytes = concat(this.#pieces.slice(0, this.#count).map((piece) => (typeof piece === 'string' ? encode(piece) : piece)))
    this.#pieces = [bytes]
    this.#count = 1
    return bytes
  }

  /** A new content with more at its end. The list of pieces is shared as long as only the longest content grows. */
  append(piece: Piece): Content {
    if (this.#make) return new Content(this.bytes).append(piece)
    const longer = new Content()
    longer.#pieces = this.#pieces.length === this.#count ? this.#pieces : this.#pieces.slice(0, this.#count)
    longer.#pieces.push(piece)
    longer.#count = this.#count + 1
    return longer
  }
}

/** A file, directory or link. `owner` names the tree that may change it in place; all others copy it first. */
export interface Inode {
  tree: object
  id: number
  type: FileType
  mode: number
  owner: string
  group: string
  modifiedAt: number
  accessedAt: number
  changedAt: number
  content?: Content
  children?: Map<string, Inode>
  /** Children that are found out at each look (/proc). */
  dynamic?: () => ReadonlyMap<string, Inode>
  target?: string
  program?: string
  links?: number
}

export const childrenOf = (inode: Inode): ReadonlyMap<string, Inode> => inode.dynamic?.() ?? inode.children ?? new Map()
