import type { SyntaxNode } from 'unbash'
import type { Shell } from '../shell.ts'

const texts = new WeakMap<object, string>()

/** The words of a command joined again; only to look for constructs in it. */
const of = (node: object): string => {
  let text = texts.get(node)
  if (text === undefined) {
    const parts: string[] = []
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(visit)
      else if (typeof value === 'object' && value !== null) {
        const { text: own, type } = value as { text?: string; type?: string }
        if (typeof own === 'string') parts.push(own)
        else for (const [key, child] of Object.entries(value)) if (key !== 'parts' || type !== 'Word') visit(child)
      } else if (typeof value === 'string') parts.push(value)
    }
    visit(node)
    const { suffix, prefix, name } = node as { suffix?: unknown; prefix?: unknown; name?: unknown }
    visit([prefix, name, suffix])
    text = parts.join(' ')
    texts.set(node, text)
  }
  return text
}

/** The node as it was typed, for job lists. */
const shown = (shell: Shell, node: SyntaxNode): string =>
  shell.source.text
    .slice(node.pos, node.end)
    .replace(/\s*\n\s*/g, ' ')
    .trim()

export const nodeText = { of, shown }
