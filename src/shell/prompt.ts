import type { Shell } from './shell.ts'
import { getText } from './variable-access.ts'

const two = (value: number): string => String(value).padStart(2, '0')

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const directory = (shell: Shell): string => {
  const home = getText(shell, 'HOME') ?? ''
  const { cwd } = shell.process
  return home !== '' && (cwd === home || cwd.startsWith(`${home}/`)) ? `~${cwd.slice(home.length)}` : cwd
}

const escape = (shell: Shell, letter: string): string | undefined => {
  const now = new Date(shell.process.clock.now)
  const base = directory(shell)
  switch (letter) {
    case 'u':
      return shell.process.user.name
    case 'h':
      return shell.process.machine.hostname.split('.')[0]
    case 'H':
      return shell.process.machine.hostname
    case 'w':
      return base
    case 'W':
      return base === '/' || base === '~' ? base : base.slice(base.lastIndexOf('/') + 1)
    case '$':
      return shell.process.user.uid === 0 ? '#' : '$'
    case 's':
      return shell.name.slice(shell.name.lastIndexOf('/') + 1)
    case 'v':
      return '5.2'
    case 'V':
      return '5.2.21'
    case 'j':
      return String(shell.jobs.length)
    case 'l':
      return shell.process.tty?.path.split('/').at(-1) ?? ''
    case '!':
    case '#':
      return String(shell.history.length + 1)
    case 't':
      return `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`
    case 'A':
      return `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}`
    case 'd':
      return `${days[now.getUTCDay()]} ${months[now.getUTCMonth()]} ${two(now.getUTCDate())}`
    case 'n':
      return '\n'
    case 'r':
      return '\r'
    case 'a':
      return '\x07'
    case 'e':
      return '\x1b'
    case '\\':
      return '\\'
    case '[':
      return '\x01'
    case ']':
      return '\x02'
    default:
      return undefined
  }
}

/** PS1, PS2 and PS4: escapes and variables. `\[` and `\]` become \x01 and \x02, which the line editor takes out. */
export const expandPrompt = (shell: Shell, text: string): string =>
  text
    .replace(/\\([0-7]{3})|\\([^])/g, (whole, octal: string | undefined, letter: string | undefined) =>
      octal ? String.fromCharCode(parseInt(octal, 8)) : (escape(shell, letter!) ?? whole),
    )
    .replace(/\$\{(?:debian_chroot:\+[^}]*\}|(\w+)\})|\$(\w+|\?)/g, (_, braced: string | undefined, name: string | undefined) =>
      name === '?' ? String(shell.status) : (getText(shell, braced ?? name ?? '') ?? ''),
    )
