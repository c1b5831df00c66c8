import { ShellFailure } from '../control.ts'
import { expandPrompt } from '../prompt.ts'
import { ansiQuoted, shellQuoted } from '../quote.ts'
import type { Shell } from '../shell.ts'
import { getVariable } from '../variable-access.ts'
import { declaration, attributeLetters } from '../declaration.ts'
import { decodeEscapes } from '../escapes.ts'

interface Value {
  readonly texts: readonly string[]
  readonly list: '@' | '*' | undefined
  readonly isSet: boolean
}

/** `${x@Q}` and its like. */
export const transform = (shell: Shell, name: string, index: string | undefined, value: Value, operator: string): Value => {
  const each = (change: (text: string) => string): Value => ({ ...value, texts: value.texts.map(change) })
  const variable = getVariable(shell, name)
  switch (operator) {
    case 'Q':
      return each(shellQuoted)
    case 'E':
      return each((text) => decodeEscapes(text, { octalNeedsZero: false }).text)
    case 'U':
      return each((text) => text.toUpperCase())
    case 'u':
      return each((text) => text.charAt(0).toUpperCase() + text.slice(1))
    case 'L':
      return each((text) => text.toLowerCase())
    case 'P':
      return each((text) => expandPrompt(shell, text))
    case 'a':
      return { ...value, texts: variable ? [attributeLetters(variable)] : [''] }
    case 'A':
      return { ...value, list: undefined, texts: variable ? [declaration(name, variable, true)] : [''] }
    case 'K':
    case 'k': {
      if (variable?.map) return { ...value, texts: [[...variable.map].map(([key, text]) => `${key} ${ansiQuoted(text)}`).join(' ')] }
      if (variable?.array && (index === '@' || index === '*'))
        return {
          ...value,
          texts: [
            Object.entries(variable.array)
              .map(([key, text]) => `${key} "${text}"`)
              .join(' '),
          ],
        }
      return each(shellQuoted)
    }
    default:
      throw new ShellFailure(`\${${name}@${operator}}: bad substitution`, { fatal: true })
  }
}
