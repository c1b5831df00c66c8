const needsAnsi = /[\x00-\x1f\x7f]/

/** `$'...'` with the control characters written out. */
export const ansiQuoted = (text: string): string => {
  const names: Readonly<Record<string, string>> = {
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\x07': '\\a',
    '\b': '\\b',
    '\x1b': '\\E',
    '\f': '\\f',
    '\v': '\\v',
    "'": "\\'",
    '\\': '\\\\',
  }
  return `$'${text.replace(/[\x00-\x1f\x7f'\\]/g, (character) => names[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}'`
}

/** As `${x@Q}` and `declare` of scalars quote. */
export const shellQuoted = (text: string): string => (needsAnsi.test(text) ? ansiQuoted(text) : `'${text.replace(/'/g, "'\\''")}'`)

/** As `set`, `set -x` and `alias` show a value: quoted only if it must be. */
export const quotedIfNeeded = (text: string): string => {
  if (needsAnsi.test(text)) return ansiQuoted(text)
  return text !== '' && /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`
}

/** As `printf %q` writes. */
export const backslashQuoted = (text: string): string => {
  if (text === '') return "''"
  if (needsAnsi.test(text)) return ansiQuoted(text)
  return text
    .replace(/[^\w@%+=:./^~-]|^~/gu, (character) => (character.codePointAt(0)! > 127 ? character : `\\${character}`))
    .replace(/\^/g, '\\^')
}

/** As `declare -p` quotes the value of a variable. */
export const doubleQuoted = (text: string): string => (needsAnsi.test(text) ? ansiQuoted(text) : `"${text.replace(/["\\$`]/g, '\\$&')}"`)
