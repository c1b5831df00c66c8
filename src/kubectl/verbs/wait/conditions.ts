import { UsageError } from '../../../base/index.ts'
import { findJsonPath, goPrint, parseJsonPath } from '../../jsonpath/index.ts'
import { relaxedJsonPath } from '../../jsonpath/relaxed.ts'
import { at, listAt, numberAt, textAt, type LooseObject } from '../../object.ts'

/** What `--for` waits for: `met` looks at the object as it is; undefined means that it is gone. */
export interface WaitCondition {
  readonly type: 'create' | 'delete' | 'state'
  met(object: LooseObject | undefined): boolean
}

const byCondition = (text: string): WaitCondition => {
  const equals = text.indexOf('=')
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase()
  const value = (equals < 0 ? 'true' : text.slice(equals + 1)).toLowerCase()
  return {
    type: 'state',
    met(object) {
      const condition = listAt(object, 'status', 'conditions').find((one) => textAt(one, 'type').toLowerCase() === name)
      if (!condition) return false
      const generation = numberAt(object, 'metadata', 'generation')
      const observed = at(condition, 'observedGeneration') ?? at(object, 'status', 'observedGeneration')
      if (observed !== undefined && Number(observed) < generation) return false
      return textAt(condition, 'status').toLowerCase() === value
    },
  }
}

/** `{.a}=b` in its path and value; the first `=` outside of braces and quotes parts them. */
const splitPath = (text: string): readonly [string, string | undefined] => {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{' || text[i] === '(' || text[i] === '[') depth++
    if (text[i] === '}' || text[i] === ')' || text[i] === ']') depth--
    if (text[i] === '=' && depth === 0) return [text.slice(0, i), text.slice(i + 1)]
  }
  return [text, undefined]
}

const byJsonPath = (text: string): WaitCondition => {
  const [expression, value] = splitPath(text.replace(/^'(.*)'$/s, '$1'))
  if (value === '') throw new UsageError('jsonpath wait value cannot be empty')
  if (expression === '') throw new UsageError('jsonpath expression cannot be empty')
  const path = parseJsonPath(relaxedJsonPath(expression.replace(/^(['"])(.*)\1$/s, '$2')))
  const wanted = value?.replace(/^(['"])(.*)\1$/s, '$2')
  return {
    type: 'state',
    met(object) {
      if (!object) return false
      const found = findJsonPath(path, object, true)
        .flat()
        .filter((one) => one !== undefined && one !== null)
      if (found.length === 0) return false
      if (wanted === undefined) return true
      if (found.length > 1) throw new UsageError('given jsonpath expression matches more than one value')
      if (typeof found[0] === 'object') throw new UsageError('jsonpath leads to a nested object or list which is not supported')
      return goPrint(found[0]).trim() === wanted.trim()
    },
  }
}

/** Reads `--for`. */
export const parseCondition = (text: string): WaitCondition => {
  const lower = text.toLowerCase()
  if (lower === 'delete') return { type: 'delete', met: (object) => object === undefined }
  if (lower === 'create') return { type: 'create', met: (object) => object !== undefined }
  if (lower.startsWith('condition=')) return byCondition(text.slice('condition='.length))
  if (lower.startsWith('jsonpath=')) return byJsonPath(text.slice('jsonpath='.length))
  throw new UsageError(`unrecognized condition: ${JSON.stringify(text)}`)
}
