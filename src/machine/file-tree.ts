import { SystemError, type Clock, type Errno } from '../base/index.ts'
import type { FileSystem, FileType } from './files-interface.ts'
import { FileView } from './file-view.ts'
import { childrenOf, Content, type Inode } from './inode.ts'
import type { User } from './process-interface.ts'

/** A place in a tree: the tree that a mount leads to, and the path there with no links left in it. */
export interface Place {
  readonly tree: FileTree
  readonly path: string
}

/** A place with what lies there; nothing, if only its directory exists. */
export interface Found extends Place {
  readonly inode?: Inode
}

interface Mount extends Place {
  readonly readOnly: boolean
}

export type Who = Pick<User, 'uid' | 'name' | 'groups' | 'group'>

const maximumLinks = 40

/** The parts of a path that is absolute already. */
export const partsOf = (path: string): string[] => {
  const parts: string[] = []
  for (let from = 0; from < path.length;) {
    const slash = path.indexOf('/', from)
    const to = slash < 0 ? path.length : slash
    if (to > from && !(to === from + 1 && path[from] === '.')) parts.push(path.slice(from, to))
    from = to + 1
  }
  return parts
}

export const permits = (inode: Inode, who: Who, bit: 4 | 2 | 1): boolean => {
  if (who.uid === 0) return bit !== 1 || inode.type === 'directory' || (inode.mode & 0o111) !== 0
  const shift = inode.owner === who.name ? 6 : inode.group === who.group || who.groups.includes(inode.group) ? 3 : 0
  return ((inode.mode >> shift) & bit) !== 0
}

/**
 * A file tree with copy on write: `new FileTree({clock, lower})` begins with all that `lower` holds and shares it until
 * one of the two changes it (images, probes, snapshots).
 */
export class FileTree {
  readonly clock: Clock
  root: Inode
  #token: object = {}
  #nextId = 2
  readonly #mounts = new Map<string, Mount>()
  readonly #watchers = new Set<{ path: string; notify: (path: string) => void }>()

  constructor(options: { readonly clock: Clock; readonly lower?: FileTree }) {
    this.clock = options.clock
    const { lower } = options
    if (lower) {
      lower.#token = {}
      this.root = lower.root
      this.#nextId = lower.#nextId
    } else this.root = this.make('directory', 0o755, 'root', 'root')
  }

  /** This tree as a process of `user` sees it. */
  view(as: { readonly user: Who; readonly cwd: () => string }): FileSystem {
    return new FileView(this, as.user, as.cwd)
  }

  /** Shows `place` at `path`, which must be a directory or file of this tree. */
  mount(path: string, place: Place, readOnly = false): void {
    this.#mounts.set(path, { ...place, readOnly })
  }

  unmount(path: string): void {
    this.#mounts.delete(path)
  }

  get mounts(): ReadonlyMap<string, Mount> {
    return this.#mounts
  }

  make(type: FileType, mode: number, owner: string, group: string): Inode {
    const now = this.clock.now
    const inode: Inode = {
      tree: this.#token,
      id: this.#nextId++,
      type,
      mode,
      owner,
      group,
      modifiedAt: now,
      accessedAt: now,
      changedAt: now,
    }
    if (type === 'directory') inode.children = new Map()
    if (type === 'file') inode.content = new Content()
    return inode
  }

  /** The inode at a path without links. */
  find(path: string): Inode | undefined {
    let inode: Inode | undefined = this.root
    for (const part of partsOf(path)) {
      inode = childrenOf(inode).get(part)
      if (!inode) return undefined
    }
    return inode
  }

  /** The inode at a path without links, made this tree's own together with its parents, to be changed in place. */
  own(path: string): Inode {
    let inode = (this.root = this.#owned(this.root))
    for (const part of partsOf(path)) {
      const child = childrenOf(inode).get(part)
      if (!child) throw new SystemError('ENOENT', path)
      const owned = this.#owned(child)
      if (owned !== child) inode.children?.set(part, owned)
      inode = owned
    }
    return inode
  }

  #owned(inode: Inode): Inode {
    if (inode.tree === this.#token || inode.dynamic) return inode
    return { ...inode, tree: this.#token, ...(inode.children ? { children: new Map(inode.children) } : {}) }
  }

  /**
   * Follows links and mounts to where a path leads. The last part need not exist; `follow` decides whether a link there
   * is followed.
   */
  locate(path: string, who: Who, follow: boolean): Place {
    const found = this.search(path, who, follow)
    if (typeof found === 'string') throw new SystemError(found, path)
    return found
  }

  /** As `locate`, but gives the code of what is wrong, since to look for what is not there is no error. */
  search(path: string, who: Who, follow: boolean): Found | Errno {
    let links = 0
    const pending = partsOf(path).reverse()
    const stack: { place: Place; inode: Inode; visible: string }[] = [{ place: { tree: this, path: '/' }, inode: this.root, visible: '' }]
    while (pending.length > 0) {
      const part = pending.pop()!
      if (part === '..') {
        if (stack.length > 1) stack.pop()
        continue
      }
      const { place, inode, visible: above } = stack.at(-1)!
      if (inode.type !== 'directory') return 'ENOTDIR'
      if (!permits(inode, who, 1)) return 'EACCES'
      const next = { tree: place.tree, path: place.path === '/' ? `/${part}` : `${place.path}/${part}` }
      const child = childrenOf(inode).get(part)
      const visible = `${above}/${part}`
      const mounted = this.#mounts.size > 0 ? this.#mounts.get(visible) : undefined
      if (mounted) {
        const { tree, path: at } = mounted
        const there = tree.find(at)
        if (!there) return 'ENOENT'
        stack.push({ place: { tree, path: at }, inode: there, visible })
        continue
      }
      if (!child) return pending.length === 0 ? next : 'ENOENT'
      if (child.type === 'symlink' && (follow || pending.length > 0)) {
        if (++links > maximumLinks) return 'ELOOP'
        if (child.target!.startsWith('/')) stack.length = 1
        pending.push(...partsOf(child.target!).reverse())
        continue
      }
      stack.push({ place: next, inode: child, visible })
    }
    const { place, inode } = stack.at(-1)!
    return { tree: place.tree, path: place.path, inode }
  }

  watch(path: string, notify: (path: string) => void): () => void {
    const watcher = { path, notify }
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** To be called with the path of whatever changed. */
  changed(path: string): void {
    for (const { path: watched, notify } of [...this.#watchers]) {
      if (path === watched || path.startsWith(watched === '/' ? '/' : `${watched}/`)) notify(path)
    }
  }
}
