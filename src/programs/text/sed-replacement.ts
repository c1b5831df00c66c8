/** Fills `&`, `\1`, `\n` and the case changes `\U`, `\L`, `\E` of a replacement. */
export const fill = (replacement: string, groups: readonly string[]): string => {
  let result = ''
  let mode: 'U' | 'L' | undefined
  let once: 'u' | 'l' | undefined
  const add = (text: string | undefined) => {
    let made = text ?? ''
    if (mode) made = mode === 'U' ? made.toUpperCase() : made.toLowerCase()
    if (once && made !== '') {
      made = (once === 'u' ? made[0]!.toUpperCase() : made[0]!.toLowerCase()) + made.slice(1)
      once = undefined
    }
    result += made
  }
  for (let at = 0; at < replacement.length; at++) {
    const character = replacement[at]!
    if (character === '&') add(groups[0])
    else if (character !== '\\') add(character)
    else {
      const next = replacement[++at] ?? ''
      if (/\d/.test(next)) add(typeof groups[Number(next)] === 'string' ? groups[Number(next)] : '')
      else if (next === 'n') add('\n')
      else if (next === 't') add('\t')
      else if (next === 'U' || next === 'L') mode = next
      else if (next === 'u' || next === 'l') once = next
      else if (next === 'E') mode = undefined
      else add(next)
    }
  }
  return result
}
