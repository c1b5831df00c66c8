import { SystemError, UsageError, toYaml } from '../../base/index.ts'
import { isRecord, type LooseObject } from '../object.ts'
import type { Process } from '../../machine/index.ts'
import { findJsonPath, goSyntax, parseJsonPath, renderJsonPath } from '../jsonpath/index.ts'
import { parseGoTemplate, renderGoTemplate } from '../gotemplate/index.ts'
import type { FlagValues } from '../verb.ts'
import { indentedJson } from './indented-json.ts'
import { kyaml } from './kyaml.ts'
import { objectName } from './object-name.ts'

/** Turns objects into text; it may remember what it printed (the `---` between YAML documents). */
export type Printer = (object: LooseObject) => string

export interface PrinterContext {
  readonly process: Process
  readonly flags: FlagValues
}

const dataFormats = ['json', 'kyaml', 'name', 'yaml']
const templateFormats = ['go-template', 'go-template-file', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'template', 'templatefile']

/** What -o takes with any verb that prints objects. */
export const basicFormats: readonly string[] = [...dataFormats, ...templateFormats].toSorted()

export const unknownFormat = (format: string, allowed: readonly string[]): UsageError =>
  new UsageError(
    `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${allowed.toSorted().join(',')}`,
  )

const withoutManagedFields = (object: LooseObject): LooseObject => {
  const items = object['items']
  if (Array.isArray(items)) return { ...object, items: items.map((item) => withoutManagedFields(item as LooseObject)) }
  if (!object.metadata || !('managedFields' in object.metadata)) return object
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** A template that is given after `=`, by --template, or in a file. */
const templateText = (context: PrinterContext, argument: string | undefined, format: string): string => {
  const text = argument || (context.flags.has('template') ? context.flags.string('template') : '')
  const kind = format.startsWith('jsonpath') ? 'jsonpath' : 'go-template'
  if (text === '')
    throw new UsageError(
      format.endsWith('file') ? `template format specified but no template given` : 'template format specified but no template given',
    )
  if (!format.endsWith('file')) return text
  try {
    return context.process.files.readText(text)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(
      `error reading --template ${text}, open ${text}: ${error.message.toLowerCase()}\n`
        .replace('--template', kind === 'jsonpath' ? '--template' : '--template')
        .trimEnd(),
    )
  }
}

const allowsMissing = (flags: FlagValues): boolean =>
  !flags.has('allow-missing-template-keys') || flags.boolean('allow-missing-template-keys')

const jsonPathPrinter = (template: string, allowMissing: boolean, asJson: boolean): Printer => {
  const rethrow = (error: unknown, prefix: string): never => {
    if (error instanceof UsageError) throw new UsageError(prefix + error.message)
    throw error
  }
  let nodes: ReturnType<typeof parseJsonPath>
  try {
    nodes = parseJsonPath(template)
  } catch (error) {
    return rethrow(error, `error parsing jsonpath ${template}, `)
  }
  return (object) => {
    try {
      if (!asJson) return renderJsonPath(template, object, allowMissing)
      return findJsonPath(nodes, object, allowMissing)
        .map((values) => `${indentedJson(values)}\n`)
        .join('')
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      throw new UsageError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n`,
      )
    }
  }
}

const goTemplatePrinter = (text: string, allowMissing: boolean): Printer => {
  let parsed: ReturnType<typeof parseGoTemplate>
  try {
    parsed = parseGoTemplate(text)
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`error parsing template ${text}, ${error.message}`)
    throw error
  }
  return (object) => {
    try {
      return renderGoTemplate(parsed, object, allowMissing)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      const json = JSON.stringify(object)
      throw new UsageError(`error executing template ${JSON.stringify(text)}: ${error.message}`.replace(/^/, '') + (json === '' ? '' : ''))
    }
  }
}

const yamlPrinter = (): Printer => {
  let count = 0
  return (object) => `${count++ > 0 ? '---\n' : ''}${toYaml(object)}`
}

const dataPrinter = (format: string, sorted: boolean): Printer | undefined => {
  if (format === 'json') return (object) => `${indentedJson(object, sorted)}\n`
  if (format === 'yaml') return yamlPrinter()
  if (format === 'kyaml') return kyaml
  if (format === 'name') return (object) => `${objectName(object)}\n`
  return undefined
}

/** `jsonpath={.metadata.name}` as format and argument. */
export const splitFormat = (output: string): readonly [string, string | undefined] => {
  const equals = output.indexOf('=')
  return equals < 0 ? [output, undefined] : [output.slice(0, equals), output.slice(equals + 1)]
}

/**
 * The printer of `output` (the value of -o), undefined if that is ''. `sorted: false` prints JSON in the order of the fields, as
 * kubectl does with typed objects. Other formats throw, naming `allowed`.
 */
export const objectPrinter = (
  context: PrinterContext,
  output: string,
  allowed: readonly string[] = basicFormats,
  sorted = true,
): Printer | undefined => {
  const { flags } = context
  const hasTemplate = flags.has('template') && flags.string('template') !== ''
  const [format, argument] = splitFormat(output === '' && hasTemplate ? 'go-template' : output)
  if (format === '') return undefined
  const keepManaged = !flags.has('show-managed-fields') || flags.boolean('show-managed-fields')
  const data = argument === undefined || format === 'name' ? dataPrinter(format, sorted) : undefined
  if (data) return format === 'name' || keepManaged ? data : (object) => data(withoutManagedFields(object))
  if (!templateFormats.includes(format)) throw unknownFormat(output, allowed)
  const text = templateText(context, argument, format)
  const printer = format.startsWith('jsonpath')
    ? jsonPathPrinter(text, allowsMissing(flags), format === 'jsonpath-as-json')
    : goTemplatePrinter(text, allowsMissing(flags))
  return (object) => printer(isRecord(object) ? object : {})
}
