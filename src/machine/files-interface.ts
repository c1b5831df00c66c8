export type FileType = 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'device'

/** What stat(2) tells; `mode` is the permission bits only, times are virtual milliseconds. */
export interface Stat {
  readonly type: FileType
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly size: number
  readonly inode: number
  readonly links: number
  readonly modifiedAt: number
  readonly accessedAt: number
  readonly changedAt: number
  /** Where a symlink points. */
  readonly target?: string
  /** The name of the Program that an executable runs. */
  readonly program?: string
}

/**
 * A POSIX file tree as one process sees it: relative paths start at its working directory and permissions are those of
 * its user. Every method throws SystemError with the errno of the system call.
 */
export interface FileSystem {
  stat(path: string): Stat
  lstat(path: string): Stat
  exists(path: string): boolean
  /** Names, sorted, without `.` and `..`. */
  list(path: string): readonly string[]
  read(path: string): Uint8Array
  readText(path: string): string
  write(
    path: string,
    content: Uint8Array | string,
    options?: { readonly mode?: number; readonly append?: boolean; readonly exclusive?: boolean; readonly program?: string },
  ): void
  mkdir(path: string, options?: { readonly mode?: number; readonly parents?: boolean }): void
  /** Removes a file, link or empty directory; with `recursive` all below it. */
  remove(path: string, options?: { readonly recursive?: boolean }): void
  rename(from: string, to: string): void
  link(existing: string, path: string): void
  symlink(target: string, path: string): void
  chmod(path: string, mode: number): void
  chown(path: string, owner: string, group: string): void
  touch(path: string, modifiedAt: number): void
  /** The absolute path with `.` and `..` gone, and symlinks followed if `follow`. */
  resolve(path: string, options?: { readonly follow?: boolean }): string
  /** Tells of every change at or below `path` (inotify); used by the kubelet for manifests and by `tail -f`. */
  watch(path: string, notify: (path: string) => void): () => void
}
