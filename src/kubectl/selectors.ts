import { UsageError } from '../base/index.ts'

interface Requirement {
  readonly key: string
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!'
  readonly values: readonly string[]
}

/** Takes a label selector apart (`k8s.io/apimachinery/pkg/labels`); only what kubectl itself must match: manifests and watched rows. */
const parseRequirements = (text: string): readonly Requirement[] =>
  (text.match(/(?:[^,(]|\([^)]*\))+/g) ?? []).map((part) => {
    const word = part.trim()
    const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(word)
    if (set) return { key: set[1]!, operator: set[2] as 'in' | 'notin', values: set[3]!.split(',').map((value) => value.trim()) }
    const equal = /^([^=!\s]+)\s*(==?|!=)\s*(\S*)$/.exec(word)
    if (equal) return { key: equal[1]!, operator: equal[2] === '!=' ? '!=' : '=', values: [equal[3]!] }
    if (/^!\s*\S+$/.test(word)) return { key: word.slice(1).trim(), operator: '!', values: [] }
    if (/^\S+$/.test(word)) return { key: word, operator: 'exists', values: [] }
    throw new UsageError(`the provided selector ${JSON.stringify(text)} is not valid: unable to parse requirement: ${word}`)
  })

/** True if labels satisfy a selector's text. */
export const matchesLabels = (selector: string, labels: Readonly<Record<string, string>>): boolean =>
  parseRequirements(selector).every(({ key, operator, values }) => {
    const has = Object.hasOwn(labels, key)
    if (operator === 'exists') return has
    if (operator === '!') return !has
    const among = has && values.includes(labels[key]!)
    return operator === '=' || operator === 'in' ? among : !among
  })
