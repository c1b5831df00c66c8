import { forEachChild, parse, type SyntaxNode } from 'unbash'

interface Place {
  readonly start: number
  readonly end: number
  readonly name: string
}

/** Places where a command name stands as it was typed: what aliases may replace. A value that ends in a blank lets the next word be one too. */
const candidates = (
  text: string,
  aliases: ReadonlyMap<string, string>,
  done: ReadonlyMap<number, ReadonlySet<string>>,
): Place | undefined => {
  let found: Place | undefined
  const visit = (node: SyntaxNode): void => {
    if (found) return
    if (node.type === 'Command' && node.name && aliases.has(node.name.text) && !done.get(node.name.pos)?.has(node.name.text)) {
      found = { start: node.name.pos, end: node.name.end, name: node.name.text }
      return
    }
    forEachChild(node, visit)
  }
  visit(parse(text))
  return found
}

/** Replaces aliases at command positions, as bash does while it reads. */
export const expandAliases = (text: string, aliases: ReadonlyMap<string, string>): string => {
  if (![...aliases.keys()].some((name) => text.includes(name))) return text
  const done = new Map<number, Set<string>>()
  for (let i = 0; i < 100; i++) {
    const place = candidates(text, aliases, done)
    if (!place) return text
    const value = aliases.get(place.name)!
    const used = new Set([...(done.get(place.start) ?? []), place.name])
    let rest = text.slice(place.end)
    if (/[ \t]$/.test(value)) {
      const next = /^([ \t]*)([^\s;&|<>()'"$`\\]+)/.exec(rest)
      const inner = next && aliases.get(next[2]!)
      if (inner !== undefined && inner !== null) rest = next![1]! + inner + rest.slice(next![0].length)
    }
    text = text.slice(0, place.start) + value + rest
    done.set(place.start + (/^\s*/.exec(value)?.[0].length ?? 0), used)
    done.set(place.start, used)
  }
  return text
}
