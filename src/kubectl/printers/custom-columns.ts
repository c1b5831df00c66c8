import { SystemError, UsageError } from '../../base/index.ts'
import type { LooseObject } from '../object.ts'
import { findJsonPath, goPrint, parseJsonPath, type PathNode } from '../jsonpath/index.ts'
import { relaxedJsonPath } from '../jsonpath/relaxed.ts'
import { alignColumns } from './columns.ts'
import type { PrinterContext } from './printer.ts'

interface CustomColumn {
  readonly header: string
  readonly path: readonly PathNode[]
}

/** Splits at commas that are not inside brackets: a filter may have its own. */
const splitSpec = (spec: string): readonly string[] => spec.split(',')

const column = (spec: string, part: string): CustomColumn => {
  const colon = part.indexOf(':')
  if (colon < 0) throw new UsageError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
  const path = part.slice(colon + 1)
  if (path === '') throw new UsageError(`unexpected custom-columns spec: ${spec}, expected <header>:<json-path-expr>`)
  return { header: part.slice(0, colon), path: parseJsonPath(relaxedJsonPath(path)) }
}

const readFile = ({ process }: PrinterContext, file: string): string => {
  try {
    return process.files.readText(file)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(`error reading template ${file}, open ${file}: ${error.message.toLowerCase()}`)
  }
}

/** The columns of `-o custom-columns=SPEC`, or of the two lines of `-o custom-columns-file=FILE`. */
export const customColumns = (context: PrinterContext, format: string, argument: string | undefined): readonly CustomColumn[] => {
  if (!argument) throw new UsageError('custom-columns format specified but no custom columns given')
  if (format === 'custom-columns') return splitSpec(argument).map((part) => column(argument, part))
  const [headers = '', paths] = readFile(context, argument).split('\n')
  if (paths === undefined) throw new UsageError(`error reading template ${argument}, unexpected EOF`)
  const words = paths.trim().split(/\s+/)
  return headers
    .trim()
    .split(/\s+/)
    .map((header, index) => ({ header, path: parseJsonPath(relaxedJsonPath(words[index] ?? '')) }))
}

const cell = (object: LooseObject, { path }: CustomColumn): string => {
  const values = findJsonPath(path, object, true).flat()
  return values.length === 0 ? '<none>' : values.map(goPrint).join(',')
}

/** Prints objects as such a table; the header once. */
export const customColumnsText = (columns: readonly CustomColumn[], objects: readonly LooseObject[], headers: boolean): string =>
  alignColumns([
    ...(headers ? [columns.map(({ header }) => header)] : []),
    ...objects.map((object) => columns.map((one) => cell(object, one))),
  ])
