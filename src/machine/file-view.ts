import { decode, SystemError } from '../base/index.ts'
import { permits, type FileTree, type Found, type Place, type Who } from './file-tree.ts'
import type { FileSystem, Stat } from './files-interface.ts'
import { childrenOf, Content, type Inode } from './inode.ts'

const split = (path: string): { parent: string; name: string } => {
  const at = path.lastIndexOf('/')
  return { parent: path.slice(0, at) || '/', name: path.slice(at + 1) }
}

const statOf = (inode: Inode): Stat => ({
  type: inode.type,
  mode: inode.mode,
  owner: inode.owner,
  group: inode.group,
  size: inode.content
    ? inode.content.bytes.length
    : inode.target !== undefined
      ? inode.target.length
      : inode.type === 'directory'
        ? 4096
        : 0,
  inode: inode.id,
  links:
    inode.type === 'directory' ? 2 + [...childrenOf(inode).values()].filter(({ type }) => type === 'directory').length : (inode.links ?? 1),
  modifiedAt: inode.modifiedAt,
  accessedAt: inode.accessedAt,
  changedAt: inode.changedAt,
  ...(inode.target === undefined ? {} : { target: inode.target }),
  ...(inode.program === undefined ? {} : { program: inode.program }),
})

/** A FileTree through the eyes of one user with a working directory. */
export class FileView implements FileSystem {
  readonly #tree: FileTree
  readonly #who: Who
  readonly #cwd: () => string

  constructor(tree: FileTree, who: Who, cwd: () => string) {
    this.#tree = tree
    this.#who = who
    this.#cwd = cwd
  }

  stat(path: string): Stat {
    return statOf(this.#existing(path, true).inode)
  }

  lstat(path: string): Stat {
    return statOf(this.#existing(path, false).inode)
  }

  exists(path: string): boolean {
    if (path === '') return false
    const place = this.#tree.search(this.#absolute(path), this.#who, true)
    if (typeof place === 'string') return false
    const { inode } = place
    return inode !== undefined && (!path.endsWith('/') || inode.type === 'directory')
  }

  list(path: string): readonly string[] {
    const { inode } = this.#existing(path, true)
    if (inode.type !== 'directory') throw new SystemError('ENOTDIR', path)
    if (!permits(inode, this.#who, 4)) throw new SystemError('EACCES', path)
    return [...childrenOf(inode).keys()].sort((a, b) => (a < b ? -1 : 1))
  }

  read(path: string): Uint8Array {
    const { inode } = this.#existing(path, true)
    if (inode.type === 'directory') throw new SystemError('EISDIR', path)
    if (!permits(inode, this.#who, 4)) throw new SystemError('EACCES', path)
    return inode.content?.bytes ?? new Uint8Array()
  }

  readText(path: string): string {
    return decode(this.read(path))
  }

  write(
    path: string,
    content: Uint8Array | string,
    options: { readonly mode?: number; readonly append?: boolean; readonly exclusive?: boolean; readonly program?: string } = {},
  ): void {
    const place = this.#locate(path, true)
    const { inode } = place
    if (!inode) {
      const file = this.#add(place, path, place.tree.make('file', options.mode ?? 0o644, this.#who.name, this.#who.group))
      file.content = new Content(content)
      if (options.program !== undefined) file.program = options.program
      return place.tree.changed(place.path)
    }
    if (options.exclusive) throw new SystemError('EEXIST', path)
    if (inode.type === 'directory') throw new SystemError('EISDIR', path)
    if (!permits(inode, this.#who, 2)) throw new SystemError('EACCES', path)
    if (inode.type === 'device') return
    const file = place.tree.own(place.path)
    file.content = options.append ? file.content!.append(content) : new Content(content)
    file.modifiedAt = file.changedAt = place.tree.clock.now
    if (options.mode !== undefined) file.mode = options.mode
    if (!options.append) delete file.program
    if (options.program !== undefined) file.program = options.program
    place.tree.changed(place.path)
  }

  mkdir(path: string, options: { readonly mode?: number; readonly parents?: boolean } = {}): void {
    if (options.parents) {
      const absolute = this.#absolute(path)
      if (this.exists(absolute)) {
        if (this.stat(absolute).type !== 'directory') throw new SystemError('EEXIST', path)
        return
      }
      const { parent } = split(absolute.replace(/\/+$/, ''))
      if (!this.exists(parent)) this.mkdir(parent, { parents: true })
    }
    const place = this.#locate(path, true)
    if (place.inode) throw new SystemError('EEXIST', path)
    this.#add(place, path, place.tree.make('directory', options.mode ?? 0o755, this.#who.name, this.#who.group))
    place.tree.changed(place.path)
  }

  remove(path: string, options: { readonly recursive?: boolean } = {}): void {
    const { place, inode } = this.#existing(path, false)
    if (inode.type === 'directory' && !options.recursive && childrenOf(inode).size > 0) throw new SystemError('ENOTEMPTY', path)
    if (place.path === '/') throw new SystemError('EBUSY', path)
    this.#detach(place, path)
    place.tree.changed(place.path)
  }

  rename(from: string, to: string): void {
    const source = this.#existing(from, false)
    let target = this.#locate(to, false)
    const there = target.tree.find(target.path)
    if (there?.type === 'directory' && source.inode.type !== 'directory') throw new SystemError('EISDIR', to)
    if (there?.type === 'directory' && childrenOf(there).size > 0) throw new SystemError('ENOTEMPTY', to)
    if (target.tree !== source.place.tree) throw new SystemError('EXDEV', to)
    if (target.path === source.place.path) return
    if (`${target.path}/`.startsWith(`${source.place.path}/`)) throw new SystemError('EINVAL', to)
    this.#detach(source.place, from)
    target = this.#locate(to, false)
    this.#add(target, to, source.inode)
    target.tree.changed(source.place.path)
    target.tree.changed(target.path)
  }

  link(existing: string, path: string): void {
    const { place, inode } = this.#existing(existing, false)
    if (inode.type === 'directory') throw new SystemError('EPERM', path)
    const target = this.#locate(path, false)
    if (target.tree !== place.tree) throw new SystemError('EXDEV', path)
    if (target.tree.find(target.path)) throw new SystemError('EEXIST', path)
    const shared = place.tree.own(place.path)
    shared.links = (shared.links ?? 1) + 1
    this.#add(target, path, shared)
  }

  symlink(target: string, path: string): void {
    const place = this.#locate(path, false)
    if (place.inode) throw new SystemError('EEXIST', path)
    const link = this.#add(place, path, place.tree.make('symlink', 0o777, this.#who.name, this.#who.group))
    link.target = target
    place.tree.changed(place.path)
  }

  chmod(path: string, mode: number): void {
    this.#change(path, (inode) => (inode.mode = mode))
  }

  chown(path: string, owner: string, group: string): void {
    if (this.#who.uid !== 0) throw new SystemError('EPERM', path)
    this.#change(path, (inode) => {
      inode.owner = owner
      inode.group = group
    })
  }

  touch(path: string, modifiedAt: number): void {
    this.#change(path, (inode) => (inode.modifiedAt = inode.accessedAt = modifiedAt))
  }

  resolve(path: string, options: { readonly follow?: boolean } = {}): string {
    const absolute = this.#absolute(path)
    if (options.follow) return this.#locate(path, true).path
    const parts: string[] = []
    for (const part of absolute.split('/')) {
      if (part === '..') parts.pop()
      else if (part !== '' && part !== '.') parts.push(part)
    }
    return `/${parts.join('/')}`
  }

  watch(path: string, notify: (path: string) => void): () => void {
    const place = this.#locate(path, true)
    return place.tree.watch(place.path, notify)
  }

  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.#cwd()}/${path}`
  }

  #locate(path: string, follow: boolean): Found {
    if (path === '') throw new SystemError('ENOENT', path)
    const place = this.#tree.search(this.#absolute(path), this.#who, follow)
    if (typeof place === 'string') throw new SystemError(place, path)
    return place
  }

  #existing(path: string, follow: boolean): { place: Place; inode: Inode } {
    const place = this.#locate(path, follow)
    const { inode } = place
    if (!inode) throw new SystemError('ENOENT', path)
    if (path.endsWith('/') && inode.type !== 'directory') throw new SystemError('ENOTDIR', path)
    return { place, inode }
  }

  /** The parent of a place, changeable, if this user may change it. */
  #parent(place: Place, path: string): Inode {
    if (this.#readOnly(place)) throw new SystemError('EROFS', path)
    const parent = place.tree.own(split(place.path).parent)
    if (parent.type !== 'directory') throw new SystemError('ENOTDIR', path)
    if (!permits(parent, this.#who, 2)) throw new SystemError('EACCES', path)
    return parent
  }

  #readOnly(place: Place): boolean {
    if (this.#tree.mounts.size === 0) return false
    return [...this.#tree.mounts.values()].some(
      (mount) =>
        mount.readOnly &&
        mount.tree === place.tree &&
        (place.path === mount.path || place.path.startsWith(mount.path === '/' ? '/' : `${mount.path}/`)),
    )
  }

  #add(place: Place, path: string, inode: Inode): Inode {
    const parent = this.#parent(place, path)
    parent.children!.set(split(place.path).name, inode)
    parent.modifiedAt = parent.changedAt = place.tree.clock.now
    return inode
  }

  #detach(place: Place, path: string): void {
    const parent = this.#parent(place, path)
    const { name } = split(place.path)
    const inode = parent.children!.get(name)
    if ((parent.mode & 0o1000) !== 0 && this.#who.uid !== 0 && inode?.owner !== this.#who.name) throw new SystemError('EPERM', path)
    if (inode?.links) inode.links--
    parent.children!.delete(name)
    parent.modifiedAt = parent.changedAt = place.tree.clock.now
  }

  #change(path: string, change: (inode: Inode) => void): void {
    const { place, inode } = this.#existing(path, true)
    if (this.#who.uid !== 0 && inode.owner !== this.#who.name) throw new SystemError('EPERM', path)
    const own = place.tree.own(place.path)
    change(own)
    own.changedAt = place.tree.clock.now
    place.tree.changed(place.path)
  }
}
