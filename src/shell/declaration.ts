import { doubleQuoted, quotedIfNeeded } from './quote.ts'
import type { Variable } from './variables.ts'

/** `arx`: the attributes of a variable in the order in which bash names them. */
export const attributeLetters = (variable: Variable): string =>
  [
    variable.array && 'a',
    variable.map && 'A',
    variable.integer && 'i',
    variable.lower && 'l',
    variable.reference && 'n',
    variable.readonly && 'r',
    variable.upper && 'u',
    variable.exported && 'x',
  ]
    .filter(Boolean)
    .join('')

const key = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `"${text.replace(/["\\$`]/g, '\\$&')}"`)

/** The right side as `declare -p` writes it; undefined for what is declared but unset. */
export const valueText = (variable: Variable): string | undefined => {
  if (variable.array)
    return `(${Object.entries(variable.array)
      .map(([index, text]) => `[${index}]=${doubleQuoted(text)}`)
      .join(' ')})`
  if (variable.map) return `(${[...variable.map].map(([index, text]) => `[${key(index)}]=${doubleQuoted(text)} `).join('')})`
  return variable.value === undefined ? undefined : doubleQuoted(variable.value)
}

/** The command that would make the variable again. */
export const declaration = (name: string, variable: Variable, assignmentOnly = false): string => {
  const letters = attributeLetters(variable)
  const value = valueText(variable)
  if (assignmentOnly && letters === '') return `${name}=${shellValue(variable)}`
  return `declare -${letters || '-'} ${name}${value === undefined ? '' : `=${assignmentOnly && !variable.array && !variable.map ? shellValue(variable) : value}`}`
}

const shellValue = (variable: Variable): string => `'${(variable.value ?? '').replace(/'/g, "'\\''")}'`

/** A line of `set` without arguments. */
export const assignmentText = (name: string, variable: Variable): string =>
  `${name}=${variable.array || variable.map ? valueText(variable) : quotedIfNeeded(variable.value ?? '').replace(/^''$/, '')}`
