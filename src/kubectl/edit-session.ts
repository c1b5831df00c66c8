import { ApiError, UsageError, YamlError, parseYaml, toYaml } from '../base/index.ts'
import type { Json, JsonObject } from '../api/index.ts'
import { findByFlags, isExpected, loose, withObject, type ObjectInfo } from './action.ts'
import { withChangeCause } from './change-cause.ts'
import { qualifiedPlural } from './discovery.ts'
import { editText } from './editor.ts'
import { SilentExit, isNotFound, isReason, throwAll } from './errors.ts'
import { goJson } from './go-json.ts'
import { isJsonObject, textAt, withField } from './json-fields.ts'
import { createOrUpdateLastApplied } from './last-applied.ts'
import { parseManifests } from './manifests.ts'
import { indentedJson } from './printers/index.ts'
import { printAlone } from './print-result.ts'
import type { Invocation } from './verb.ts'
import { validationOf } from './write-options.ts'

export type EditMode = 'normal' | 'create' | 'last-applied'

/** What the head of the file says of a change that the server refused. */
interface Reason {
  readonly head: string
  readonly others: readonly string[]
}

const headers: Readonly<Record<EditMode, string>> = {
  normal:
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n",
  create:
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n",
  'last-applied':
    "# Please edit the 'last-applied-configuration' annotations below.\n# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n#\n",
}

const commented = (text: string): string => text.replace(/\n(?!#|$)/g, '\n# ')

const reasonText = ({ head, others }: Reason): string =>
  `# ${commented(head)}${others.length > 0 ? ':' : ''}\n${others.map((other) => `# * ${commented(other)}\n`).join('')}#\n`

/** Without comment lines; the way out where the text is no YAML. */
const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#') || line.trim().startsWith('#!'))
    .join('\n')

/** What the text means, to compare texts but for comments and layout. */
const meaning = (text: string): string => {
  try {
    return goJson(parseYaml(text) as Json)
  } catch {
    return withoutComments(text)
  }
}

/** Why the text is no object at all: what client-side validation finds. */
const validationProblem = (text: string): string | undefined => {
  let value: unknown
  try {
    value = parseYaml(text)
  } catch (error) {
    if (error instanceof YamlError) return `error converting YAML to JSON: ${error.message}`
    throw error
  }
  if (!isJsonObject(value)) return 'invalid object to validate'
  const missing = [value.apiVersion ? '' : 'apiVersion not set', value.kind ? '' : 'kind not set'].filter((each) => each !== '')
  if (missing.length === 0) return undefined
  return `error validating data: ${missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`}`
}

const hasLines = (text: string): boolean => text.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#'))

/** One go at an editor: opens it until what was saved is taken, or given up (util/editor/editoptions.go). */
export class EditSession {
  readonly #invocation: Invocation
  readonly #mode: EditMode
  readonly #json: boolean
  #reasons: Reason[] = []
  #file = ''
  #retryable = 0
  #missing = 0
  #invalid = 0

  constructor(invocation: Invocation, mode: EditMode) {
    this.#invocation = invocation
    this.#mode = mode
    this.#json = invocation.flags.string('output') === 'json'
  }

  /** Edits the objects as one text; `apply` gets each with what became of it, and throws what the server says. */
  async run(infos: readonly ObjectInfo[], apply: (original: ObjectInfo, edited: JsonObject) => Promise<void>): Promise<number> {
    const objects = infos.map((info) => withField(info.object, ['metadata', 'managedFields'], undefined))
    const whole = objects.length === 1 ? objects[0]! : { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} }
    const text = this.#json ? `${indentedJson(whole)}\n` : toYaml(whole)
    const original = `${this.#header()}${text}`
    let edited = ''
    let failed = false
    for (let round = 0; ; round++) {
      const shown = failed ? `${this.#header()}${withoutComments(edited)}` : original
      const saved = await this.#open(shown, round)
      if (failed && meaning(edited) === meaning(saved.text))
        return this.#giveUp(new UsageError('Edit cancelled, no valid changes were saved.'), saved.path)
      this.#remove(this.#file)
      edited = saved.text
      failed = await this.#judge(infos, saved, original, apply)
      if (!failed) return 0
    }
  }

  #header(): string {
    return this.#json ? '' : headers[this.#mode] + this.#reasons.map(reasonText).join('')
  }

  async #open(text: string, round: number): Promise<{ readonly path: string; readonly text: string }> {
    try {
      const { process, flags } = this.#invocation
      const shown = flags.boolean('windows-line-endings') ? text.replaceAll('\n', '\r\n') : text
      return await editText(process, shown, this.#json ? '.json' : '.yaml', round)
    } catch (error) {
      return this.#giveUp(error, this.#file)
    }
  }

  /** True if the text must be edited again. */
  async #judge(
    infos: readonly ObjectInfo[],
    saved: { readonly path: string; readonly text: string },
    original: string,
    apply: (original: ObjectInfo, edited: JsonObject) => Promise<void>,
  ): Promise<boolean> {
    const { path, text } = saved
    this.#reasons = []
    this.#file = path
    this.#invalid = 0
    const problem = validationOf(this.#invocation.flags) === 'Ignore' ? undefined : validationProblem(text)
    if (problem !== undefined) {
      await this.#refused(infos[0]!, [`: Invalid value: "The edited file failed validation": ${problem}`])
      return true
    }
    if (meaning(text) === meaning(original)) return this.#cancel('Edit cancelled, no changes made.\n')
    if (!hasLines(text)) return this.#cancel('Edit cancelled, saved file was empty.\n')
    let edited: readonly JsonObject[]
    try {
      edited = parseManifests(text, 'edited-file', false).map(({ object }) => object as JsonObject)
    } catch (error) {
      this.#reasons = [{ head: `The edited file had a syntax error: ${(error as Error).message}`, others: [] }]
      return true
    }
    try {
      for (const object of edited) await this.#applyOne(infos, object, apply)
    } catch (error) {
      return this.#giveUp(error, path)
    }
    return this.#finish(path)
  }

  async #applyOne(
    infos: readonly ObjectInfo[],
    edited: JsonObject,
    apply: (original: ObjectInfo, edited: JsonObject) => Promise<void>,
  ): Promise<void> {
    const uid = textAt(edited, 'metadata', 'uid')
    const original =
      infos.find((info) => textAt(info.object, 'metadata', 'uid') === uid) ?? (this.#mode === 'create' ? infos[0] : undefined)
    if (!original) throw new UsageError(`no original object found for ${goJson(edited)}`)
    this.#checkNamespace(original, edited)
    const { flags } = this.#invocation
    const saveConfig = flags.has('save-config') && flags.boolean('save-config')
    const prepared = withChangeCause(this.#invocation, saveConfig ? createOrUpdateLastApplied(true, edited) : edited)
    try {
      await apply(original, prepared)
    } catch (error) {
      if (!(error instanceof ApiError) || this.#mode !== 'normal') throw error
      await this.#note(error, original)
    }
  }

  #checkNamespace(original: ObjectInfo, edited: JsonObject): void {
    const namespace = textAt(edited, 'metadata', 'namespace')
    if (!original.resource.namespaced || namespace === '' || namespace === this.#invocation.namespace) return
    throw new UsageError(
      `the namespace from the provided object ${JSON.stringify(namespace)} does not match the namespace ${JSON.stringify(this.#invocation.namespace)}. You must pass '--namespace=${namespace}' to perform this operation.`,
    )
  }

  /** What the server refused: to be edited again, to be kept, or to be tried again. */
  async #note(error: ApiError, info: ObjectInfo): Promise<void> {
    const name = `${qualifiedPlural(info.resource)} ${JSON.stringify(info.name)}`
    if (isReason(error, 'Invalid')) {
      await this.#refused(
        info,
        (error.status.details?.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`),
      )
    } else if (isNotFound(error)) {
      this.#missing++
      await this.#invocation.error(`error: ${name} could not be found on the server\n`)
    } else {
      this.#retryable++
      await this.#invocation.error(`error: ${name} could not be patched: ${error.message}\n`)
    }
  }

  async #refused(info: ObjectInfo, others: readonly string[]): Promise<void> {
    this.#invalid++
    const name = `${qualifiedPlural(info.resource)} ${JSON.stringify(info.name)}`
    this.#reasons.push({ head: `${name} was not valid`, others })
    await this.#invocation.error(`error: ${name} is invalid\n`)
  }

  async #finish(path: string): Promise<boolean> {
    if (this.#retryable > 0) {
      await this.#invocation.error(`You can run \`kubectl replace -f ${path}\` to try this update again.\n`)
      throw new SilentExit()
    }
    if (this.#missing > 0) {
      await this.#invocation.error(`The edits you made on deleted resources have been saved to ${JSON.stringify(path)}\n`)
      throw new SilentExit()
    }
    if (this.#invalid > 0) return true
    this.#remove(path)
    return false
  }

  async #cancel(text: string): Promise<false> {
    this.#remove(this.#file)
    await this.#invocation.error(text)
    return false
  }

  async #giveUp(error: unknown, path: string): Promise<never> {
    if (isExpected(error) && path !== '' && this.#invocation.process.files.exists(path)) {
      await this.#invocation.error(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`)
    }
    throw error
  }

  #remove(path: string): void {
    if (path !== '' && this.#invocation.process.files.exists(path)) this.#invocation.process.files.remove(path)
  }
}

/** `kubectl create --edit`: an editor for each object, then it is created. */
export const editAndCreate = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const found = await findByFlags(invocation)
  throwAll(found.errors)
  for (const info of found.infos.map(withObject)) {
    await new EditSession(invocation, 'create').run([info], async (original, edited) => {
      const session = await invocation.connect()
      const query = { fieldManager: flags.string('field-manager'), fieldValidation: validationOf(flags) }
      const created = session.create(original.resource, original.namespace, loose(edited), query)
      await printAlone(invocation, created as JsonObject, 'created')
    })
  }
  return 0
}
