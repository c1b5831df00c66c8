/** Splits a command line of a unit file into words: quotes, `$VAR` as several words, `${VAR}` as one. */
export const splitCommand = (text: string, env: ReadonlyMap<string, string>): string[] => {
  const words: string[] = []
  for (const [token] of text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g)) {
    const whole = /^\$(\w+)$/.exec(token)
    if (whole) {
      words.push(...(env.get(whole[1]!) ?? '').split(/\s+/).filter(Boolean))
      continue
    }
    const plain = token.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, escaped?: string) => double ?? single ?? escaped ?? '',
    )
    words.push(plain.replace(/\$\{(\w+)\}/g, (_, name: string) => env.get(name) ?? ''))
  }
  return words.map((word, index) => (index === 0 ? word.replace(/^[-@:+!]+/, '') : word))
}
