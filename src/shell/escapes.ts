const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** Backslash escapes of `echo -e`, `printf` and `$'...'`. `stopped` tells that a `\c` ended the output. */
export const decodeEscapes = (
  text: string,
  options: { readonly octalNeedsZero: boolean; readonly quotes?: boolean },
): { readonly text: string; readonly stopped: boolean } => {
  let result = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    const next = text[at + 1]
    if (character !== '\\' || next === undefined) {
      result += character
      continue
    }
    at++
    if (next === 'c') return { text: result, stopped: true }
    const numeric =
      (options.octalNeedsZero ? /^0([0-7]{0,3})/ : /^0?([0-7]{1,3})/).exec(text.slice(at)) ??
      /^x([0-9a-fA-F]{1,2})/.exec(text.slice(at)) ??
      /^u([0-9a-fA-F]{1,4})/.exec(text.slice(at)) ??
      /^U([0-9a-fA-F]{1,8})/.exec(text.slice(at))
    if (numeric) {
      const code = parseInt(numeric[1] || '0', /^[xuU]/.test(numeric[0]) ? 16 : 8)
      result += String.fromCodePoint(/^[uU]/.test(numeric[0]) ? code : code & 0xff)
      at += numeric[0].length - 1
    } else if (simple[next] !== undefined) result += simple[next]
    else if (options.quotes && (next === '"' || next === "'")) result += next
    else result += `\\${next}`
  }
  return { text: result, stopped: false }
}
