import type { Shell } from './shell.ts'

/** Why a line with `!` cannot be expanded. */
export class HistoryError extends Error {}

const event = (history: readonly string[], word: string): string | undefined => {
  if (word === '!') return history.at(-1)
  if (/^-\d+$/.test(word)) return history.at(Number(word))
  if (/^\d+$/.test(word)) return history[Number(word) - 1]
  if (word.startsWith('?')) return history.findLast((line) => line.includes(word.slice(1).replace(/\?$/, '')))
  return history.findLast((line) => line.startsWith(word))
}

/** `!!`, `!n`, `!-n`, `!text`, `!$`, `!*` and `^old^new`; not within single quotes. */
export const expandHistory = (line: string, history: readonly string[]): string => {
  const quick = /^\^([^^]*)\^([^^]*)\^?$/.exec(line)
  if (quick) {
    const last = history.at(-1)
    if (last === undefined || !last.includes(quick[1]!)) throw new HistoryError(`:s${line}: substitution failed`)
    return last.replace(quick[1]!, quick[2]!)
  }
  if (!line.includes('!')) return line
  let result = ''
  let single = false
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    if (character === '\\' && !single) {
      result += character + (line[++at] ?? '')
      continue
    }
    if (character === "'" && (single || !/"[^"]*$/.test(result.replace(/"[^"]*"/g, '')))) single = !single
    const match =
      character === '!' && !single
        ? /^!(?:(!|-?\d+|\$|\*|\^|\?[^?\n]+\??|[A-Za-z_./][^\s;|&"'()<>]*)(:(?:\$|\*|\^|\d+))?)/.exec(line.slice(at))
        : null
    const before = result.at(-1)
    if (!match || before === '$' || before === '{' || before === '[') {
      result += character
      continue
    }
    const word = match[1]!
    const selector = '$*^'.includes(word) ? word : match[2]?.slice(1)
    const found = '$*^'.includes(word) ? history.at(-1) : event(history, word)
    if (found === undefined) throw new HistoryError(`${match[0]}: event not found`)
    const words = found.trim().split(/\s+/)
    result +=
      selector === undefined
        ? found
        : selector === '$'
          ? words.at(-1)!
          : selector === '*'
            ? words.slice(1).join(' ')
            : (words[selector === '^' ? 1 : Number(selector)] ?? '')
    at += match[0].length - 1
  }
  return result
}

/** Adds a line as HISTCONTROL=ignoreboth does. */
export const remember = (shell: Shell, line: string): void => {
  if (line.trim() === '' || line.startsWith(' ') || shell.history.at(-1) === line) return
  shell.history.push(line)
}
