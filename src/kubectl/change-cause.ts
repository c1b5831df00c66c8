import type { JsonObject } from '../api/index.ts'
import { globalFlags } from './flags/global.ts'
import { mapAt, withField } from './json-fields.ts'
import type { Flag, Invocation } from './verb.ts'

export const changeCauseAnnotation = 'kubernetes.io/change-cause'

/** One flag of the command line as --record writes it down. */
const recorded = (word: string, next: string | undefined, flags: readonly Flag[]): { readonly text: string; readonly used: number } => {
  const long = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word)
  const flag = flags.find((one) => (long ? one.name === long[1] : one.short === word[1]))
  const name = flag?.name ?? long?.[1] ?? word[1]
  const inline = long ? long[2] : word.length > 2 ? word.slice(word[2] === '=' ? 3 : 2) : undefined
  const alone = flag?.alone ?? (flag?.kind === 'boolean' ? 'true' : undefined)
  if (inline !== undefined) return { text: ` --${name}=${inline}`, used: 1 }
  if (alone !== undefined) return { text: ` --${name}=${alone}`, used: 1 }
  return { text: ` --${name}=${next ?? ''}`, used: 2 }
}

/** `kubectl set image deployment web nginx=nginx:1.27 --record=true`: words first, then flags as they came (record_flags.go). */
export const recordedCommand = (invocation: Pick<Invocation, 'argv' | 'verb'>): string => {
  const flags = [...invocation.verb.flags, ...globalFlags]
  const { argv } = invocation
  let words = ''
  let options = ''
  for (let i = 0; i < argv.length;) {
    const word = argv[i]!
    if (word === '--') {
      words += argv
        .slice(i + 1)
        .map((each) => ` ${each}`)
        .join('')
      break
    }
    if (!word.startsWith('-') || word === '-') {
      words += ` ${word}`
      i++
      continue
    }
    const { text, used } = recorded(word, argv[i + 1], flags)
    options += text
    i += used
  }
  return `kubectl${words}${options}`
}

/** The object with the command in its change cause if --record was given. */
export const withChangeCause = (invocation: Invocation, object: JsonObject): JsonObject => {
  if (!invocation.flags.boolean('record')) return object
  const annotations = { ...mapAt(object, 'metadata', 'annotations'), [changeCauseAnnotation]: recordedCommand(invocation) }
  return withField(object, ['metadata', 'annotations'], annotations)
}
