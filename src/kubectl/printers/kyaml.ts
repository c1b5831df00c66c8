const plainKey = /^[A-Za-z_][A-Za-z0-9_./-]*$/
const ambiguous = /^(y|n|yes|no|on|off|true|false|null|~|\.nan|\.inf)$/i

const key = (name: string): string => (plainKey.test(name) && !ambiguous.test(name) ? name : JSON.stringify(name))

const escape = (text: string): string => JSON.stringify(text).slice(1, -1)

/** A text of several lines, folded into lines that end in `\n\`. */
const text = (value: string, indent: string): string => {
  if (!value.includes('\n')) return JSON.stringify(value)
  const lines = value.split('\n')
  const rest = lines.pop()!
  const body = lines.map((line) => `${indent}   ${escape(line)}\\n\\\n`).join('')
  return rest === '' ? `"\\\n${body}${indent}  "` : `"\\\n${body}${indent}   ${escape(rest)}\\\n${indent}  "`
}

const render = (value: unknown, indent: string): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return text(value, indent)
  if (typeof value !== 'object') return String(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    if (value.every((item) => typeof item === 'object' && item !== null)) return `[${value.map((item) => render(item, indent)).join(', ')}]`
    return `[\n${value.map((item) => `${inner}${render(item, inner)},\n`).join('')}${indent}]`
  }
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0
    ? '{}'
    : `{\n${entries.map(([name, field]) => `${inner}${key(name)}: ${render(field, inner)},\n`).join('')}${indent}}`
}

/** KYAML: YAML in flow style, with all texts quoted. */
export const kyaml = (value: unknown): string => `---\n${render(value, '')}\n`
