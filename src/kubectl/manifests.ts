import { SystemError, UsageError, YamlError, decode, parseYamlDocuments } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import { goJson } from './go-json.ts'
import { errnoMessage } from './errno-message.ts'
import { isRecord, type LooseObject } from './object.ts'
import { readUrl } from './read-url.ts'

/** A document of a manifest and the file it stood in. */
export interface Manifest {
  readonly source: string
  readonly object: LooseObject
}

const extensions = ['.json', '.yaml', '.yml']

const readStdin = async (process: Process): Promise<string> => {
  const chunks: string[] = []
  const decoder = new TextDecoder()
  for (let bytes = await process.stdin.read(); bytes; bytes = await process.stdin.read())
    chunks.push(decoder.decode(bytes, { stream: true }))
  return chunks.join('')
}

/** The files with a known extension in a directory, in the order of Go's filepath.Walk. */
const walk = (process: Process, directory: string, recursive: boolean): readonly string[] =>
  process.files.list(directory).flatMap((name) => {
    const path = `${directory.replace(/\/$/, '')}/${name}`
    if (process.files.stat(path).type === 'directory') return recursive ? walk(process, path, true) : []
    return extensions.some((extension) => name.endsWith(extension)) ? [path] : []
  })

const globPattern = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  )

const glob = (process: Process, pattern: string): readonly string[] => {
  const slash = pattern.lastIndexOf('/')
  const directory = slash < 0 ? '.' : pattern.slice(0, slash) || '/'
  if (!/[*?[]/.test(pattern) || !process.files.exists(directory)) return []
  const matcher = globPattern(pattern.slice(slash + 1))
  return process.files
    .list(directory)
    .filter((name) => matcher.test(name))
    .map((name) => (slash < 0 ? name : `${pattern.slice(0, slash)}/${name}`))
}

/** The files that `-f` names; throws for what is not there. */
export const expandFilenames = (process: Process, filenames: readonly string[], recursive: boolean): readonly string[] => {
  const found = filenames.flatMap((name) => {
    if (name === '-' || /^https?:\/\//.test(name)) return [name]
    const paths = process.files.exists(name) ? [name] : glob(process, name)
    if (paths.length === 0) throw new UsageError(`the path ${JSON.stringify(name)} does not exist`)
    return paths.flatMap((path) =>
      process.files.stat(path).type === 'directory' ? walk(process, path.replace(/\/+$/, '') || '/', recursive) : [path],
    )
  })
  if (found.length === 0)
    throw new UsageError(`error reading [${filenames.join(' ')}]: recognized file extensions are [${extensions.join(' ')}]`)
  return found
}

const flatten = (object: LooseObject, source: string): readonly Manifest[] => {
  if (typeof object.kind === 'string' && object.kind.endsWith('List') && Array.isArray(object['items'])) {
    return (object['items'] as readonly LooseObject[]).flatMap((item) => flatten(item, source))
  }
  return [{ source, object }]
}

const unsetText = (object: LooseObject): string | undefined => {
  const missing = [object.apiVersion ? '' : 'apiVersion not set', object.kind ? '' : 'kind not set'].filter((text) => text !== '')
  if (missing.length === 0) return undefined
  return missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`
}

export const validationAdvice = 'if you choose to ignore these errors, turn validation off with --validate=false'

const goKind = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value)

/** Where what kubectl itself decodes (metadata) is of a wrong type. */
const metaProblem = (object: LooseObject): string | undefined => {
  const metadata: unknown = object.metadata
  if (metadata === undefined || metadata === null) return undefined
  if (!isRecord(metadata)) return `json: cannot unmarshal ${goKind(metadata)} into Go struct field .metadata of type v1.ObjectMeta`
  for (const field of ['name', 'namespace']) {
    const value = metadata[field]
    if (value !== undefined && value !== null && typeof value !== 'string')
      return `json: cannot unmarshal ${goKind(value)} into Go struct field ObjectMeta.metadata.${field} of type string`
  }
  for (const field of ['labels', 'annotations']) {
    const value = metadata[field]
    if (value === undefined || value === null) continue
    if (!isRecord(value))
      return `json: cannot unmarshal ${goKind(value)} into Go struct field ObjectMeta.metadata.${field} of type map[string]string`
    const wrong = Object.values(value).find((inner) => typeof inner !== 'string' && inner !== null)
    if (wrong !== undefined)
      return `json: cannot unmarshal ${goKind(wrong)} into Go struct field ObjectMeta.metadata.${field} of type string`
  }
  return undefined
}

const check = (value: unknown, source: string, validate: boolean): LooseObject => {
  if (!isRecord(value))
    throw new UsageError(
      `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${goKind(value)} into Go value of type map[string]interface {}`,
    )
  const object: LooseObject = value
  const unset = unsetText(object)
  if (unset && validate)
    throw new UsageError(`error validating ${JSON.stringify(source)}: error validating data: ${unset}; ${validationAdvice}`)
  if (!object.kind) throw new UsageError(`unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${goJson(value)}'`)
  if (!object.apiVersion)
    throw new UsageError(`unable to decode ${JSON.stringify(source)}: Object 'apiVersion' is missing in '${goJson(value)}'`)
  const problem = metaProblem(object)
  if (problem) throw new UsageError(`unable to decode ${JSON.stringify(source)}: ${problem}`)
  return object
}

const parse = (text: string, source: string): readonly unknown[] => {
  try {
    return parseYamlDocuments(text).filter((value) => value !== null && value !== undefined)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new UsageError(`error parsing ${source}: error converting YAML to JSON: ${error.message}`)
  }
}

/** The objects in a text, lists taken apart; `validate` says a missing kind in the words of client-side validation. */
export const parseManifests = (text: string, source: string, validate: boolean): readonly Manifest[] =>
  parse(text, source).flatMap((value) => flatten(check(value, source, validate), source))

/** Reads one of `-f`: a file, `-` or a URL. */
export const readManifests = async (process: Process, file: string, validate: boolean): Promise<readonly Manifest[]> => {
  if (file === '-') return parseManifests(await readStdin(process), 'STDIN', validate)
  if (/^https?:\/\//.test(file)) return parseManifests(await readUrl(process, file), file, validate)
  let text: string
  try {
    text = decode(process.files.read(file))
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(`open ${file}: ${errnoMessage(error.code)}`)
  }
  return parseManifests(text, file, validate)
}
