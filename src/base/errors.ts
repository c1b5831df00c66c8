/** A Kubernetes Status of status "Failure", as the API server answers it. */
export interface StatusBody {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Readonly<Record<string, unknown>>
  readonly status: 'Failure'
  readonly message: string
  readonly reason?: string
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly uid?: string
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[]
    readonly retryAfterSeconds?: number
  }
  readonly code: number
}

/** Thrown inside the API server and by clients; carries the whole Status. */
export class ApiError extends Error {
  readonly status: StatusBody
  constructor(status: StatusBody) {
    super(status.message)
    this.name = 'ApiError'
    this.status = status
  }
  get code(): number {
    return this.status.code
  }
  get reason(): string {
    return this.status.reason ?? ''
  }
}

export type Errno =
  | 'ENOENT'
  | 'EACCES'
  | 'EPERM'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'EINVAL'
  | 'EROFS'
  | 'ENOSPC'
  | 'EPIPE'
  | 'EBADF'
  | 'ESRCH'
  | 'ECHILD'
  | 'ENOEXEC'
  | 'EBUSY'
  | 'ENOTTY'
  | 'ENAMETOOLONG'
  | 'EXDEV'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'ETIMEDOUT'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'ENOTFOUND'

/** glibc's strerror of each errno; ENOTFOUND stands for a name that no resolver knows. */
export const errnoText: Readonly<Record<Errno, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  EROFS: 'Read-only file system',
  ENOSPC: 'No space left on device',
  EPIPE: 'Broken pipe',
  EBADF: 'Bad file descriptor',
  ESRCH: 'No such process',
  ECHILD: 'No child processes',
  ENOEXEC: 'Exec format error',
  EBUSY: 'Device or resource busy',
  ENOTTY: 'Inappropriate ioctl for device',
  ENAMETOOLONG: 'File name too long',
  EXDEV: 'Invalid cross-device link',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ENOTFOUND: 'Name or service not known',
}

/** What a system call answers when it fails: errno and what it was about (a path, an address). */
export class SystemError extends Error {
  readonly code: Errno
  readonly subject: string
  constructor(code: Errno, subject = '') {
    super(errnoText[code])
    this.name = 'SystemError'
    this.code = code
    this.subject = subject
  }
}

/** A command line that a program refuses: `message` is what it prints to stderr, whole. */
export class UsageError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'UsageError'
    this.exitCode = exitCode
  }
}
