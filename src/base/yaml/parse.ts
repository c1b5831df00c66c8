import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type ParsedNode,
  type YAMLMap,
} from 'yaml'
import { resolvePlain } from './resolve.ts'
import { syntaxErrorText } from './syntax-error.ts'

/** A text that is no YAML; the message is yaml.v2's: `yaml: line 2: did not find expected key`. */
export class YamlError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'YamlError'
  }
}

/** A parsed document and the paths of keys that occur twice (`data.k`). */
export interface YamlDocument {
  readonly value: unknown
  readonly duplicates: readonly string[]
}

interface Context {
  readonly document: Document.Parsed<ParsedNode>
  readonly duplicates: string[]
}

const keyText = (key: unknown, context: Context): string => {
  const value = isScalar(key) ? scalarValue(key) : convert(key as Node | null, '', context)
  return typeof value === 'string' ? value : value === null ? 'null' : String(value)
}

const scalarValue = (node: {
  readonly value: unknown
  readonly type?: string | undefined
  readonly tag?: string | undefined
  readonly source?: string
}): unknown => {
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '')
  if (node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str') return text
  const resolved = resolvePlain(text)
  return resolved === undefined ? text : resolved
}

const convertMap = (map: YAMLMap, path: string, context: Context): Readonly<Record<string, unknown>> => {
  const own: Record<string, unknown> = {}
  let merged: Record<string, unknown> = {}
  for (const { key, value } of map.items) {
    const name = keyText(key, context)
    const converted = convert(value as Node | null, path === '' ? name : `${path}.${name}`, context)
    if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
      for (const source of Array.isArray(converted) ? converted : [converted]) merged = { ...(source as object), ...merged }
      continue
    }
    if (Object.hasOwn(own, name)) context.duplicates.push(path === '' ? name : `${path}.${name}`)
    own[name] = converted
  }
  return { ...merged, ...own }
}

const convert = (node: Node | null, path: string, context: Context): unknown => {
  if (node === null || node === undefined) return null
  if (isAlias(node)) {
    const target = node.resolve(context.document)
    if (!target) throw new YamlError(`yaml: unknown anchor '${node.source}' referenced`)
    return convert(target, path, context)
  }
  if (isMap(node)) return convertMap(node, path, context)
  if (isSeq(node)) return node.items.map((item, index) => convert(item as Node | null, `${path}[${index}]`, context))
  return isScalar(node) ? scalarValue(node) : null
}

/** Parses all documents of a text, empty ones left out, with the paths of duplicate keys. */
export const parseYamlStrict = (text: string): readonly YamlDocument[] => {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    merge: false,
    logLevel: 'silent',
  })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    if (document.errors.length > 0) throw new YamlError(syntaxErrorText(document.errors, text, lines))
    if (document.contents === null) return []
    const context: Context = { document, duplicates: [] }
    const value = convert(document.contents, '', context)
    return value === null ? [] : [{ value, duplicates: context.duplicates }]
  })
}

/** Parses every document of a text as Go's sigs.k8s.io/yaml does; empty ones are left out. */
export const parseYamlDocuments = (text: string): readonly unknown[] => parseYamlStrict(text).map(({ value }) => value)

/** Parses the first document of a text as Go's sigs.k8s.io/yaml does; null if there is none. */
export const parseYaml = (text: string): unknown => parseYamlDocuments(text)[0] ?? null
