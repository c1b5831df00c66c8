import type { Shell } from '../shell.ts'
import { getText } from '../variable-access.ts'

const home = (shell: Shell, name: string): string | undefined => {
  if (name === '') return getText(shell, 'HOME') ?? shell.process.user.home
  if (name === '+') return getText(shell, 'PWD')
  if (name === '-') return getText(shell, 'OLDPWD')
  return shell.process.machine.users.find(name)?.home
}

/** `~`, `~user`, `~+` and `~-` at the start of a word's own text; the rest stays as it is. */
export const expandTilde = (shell: Shell, text: string): string => {
  const match = /^~([\w.+-]*)(?=\/|$)/.exec(text)
  const path = match ? home(shell, match[1]!) : undefined
  return match && path !== undefined ? path + text.slice(match[0].length) : text
}

/** In an assignment a tilde counts behind each colon too. */
export const expandTildes = (shell: Shell, text: string): string =>
  text
    .split(':')
    .map((part) => expandTilde(shell, part))
    .join(':')
