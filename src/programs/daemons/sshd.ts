import { Computer, startSession, type ExecSession, type Program } from '../../machine/index.ts'

/** What a client of ssh asks for once it is let in. */
export interface SshRequest {
  readonly user: string
  /** A command line for the user's shell; absent: a login shell. */
  readonly command?: string
  readonly tty: boolean
}

/** What listens on port 22: opens a session, or refuses the user. */
export interface SshService {
  open(request: SshRequest): ExecSession | 'denied'
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Lets the machines' administrators in; they have each other's keys, as a lab's machines do. */
export const sshd: Program = {
  name: 'sshd',
  summary: 'lets users of other machines in',
  run: (process) => {
    const { machine } = process
    if (!(machine instanceof Computer)) return 1
    const service: SshService = {
      open: ({ user: name, command, tty }) => {
        const user = machine.users.find(name)
        if (!user || user.shell.endsWith('nologin')) return 'denied'
        const env = new Map([
          ['HOME', user.home],
          ['USER', name],
          ['LOGNAME', name],
          ['SHELL', user.shell],
          ['PATH', path],
          ['LANG', 'C.UTF-8'],
          ...(tty ? [['TERM', 'xterm-256color'] as const] : []),
        ])
        const argv = command === undefined ? ['bash', '-l'] : ['bash', '-c', command]
        return startSession(machine, argv, { env, user, cwd: machine.files.exists(user.home) ? user.home : '/', tty, stdin: true })
      },
    }
    process.listen('', 22, { service })
    process.on('SIGTERM', () => process.exit(0))
  },
}
