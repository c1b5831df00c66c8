import { decode, SystemError } from '../../base/index.ts'
import type { Reader } from '../../machine/index.ts'
import { readUntil } from '../run/input.ts'
import { complain, write } from '../run/output.ts'
import { runPendingTraps } from '../run/traps.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign, assignArray, getText } from '../variable-access.ts'
import { isName } from '../variables.ts'
import type { Builtin } from './builtin.ts'
import { parseOptions } from './options.ts'

const usage = 'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]'

/** A character of the line; one behind a backslash never separates. */
interface Character {
  readonly text: string
  readonly quoted: boolean
}

const charactersOf = (line: string, raw: boolean): Character[] => {
  const characters: Character[] = []
  const all = [...line]
  for (let at = 0; at < all.length; at++) {
    if (all[at] !== '\\' || raw) characters.push({ text: all[at]!, quoted: false })
    else if (++at < all.length && all[at] !== '\n') characters.push({ text: all[at]!, quoted: true })
  }
  return characters
}

/** Splits a line into at most `count` fields; the last takes the rest. */
export const splitLine = (line: string, raw: boolean, ifs: string, count: number): string[] => {
  const characters = charactersOf(line, raw)
  const isBlank = ({ text, quoted }: Character) => !quoted && ' \t\n'.includes(text) && ifs.includes(text)
  const isHard = ({ text, quoted }: Character) => !quoted && ifs.includes(text) && !' \t\n'.includes(text)
  let start = 0
  let end = characters.length
  while (start < end && isBlank(characters[start]!)) start++
  while (end > start && isBlank(characters[end - 1]!)) end--
  const fields: string[] = []
  const text = (from: number, to: number) =>
    characters
      .slice(from, to)
      .map((character) => character.text)
      .join('')
  while (start < end) {
    if (fields.length === count - 1) {
      let rest = text(start, end)
      // A single separator at the very end of the last field goes too.
      const body = characters.slice(start, end)
      if (body.length > 0 && isHard(body.at(-1)!) && !body.slice(0, -1).some((character) => isHard(character) || isBlank(character)))
        rest = text(start, end - 1)
      fields.push(rest)
      return fields
    }
    let at = start
    while (at < end && !isBlank(characters[at]!) && !isHard(characters[at]!)) at++
    fields.push(text(start, at))
    while (at < end && isBlank(characters[at]!)) at++
    if (at < end && isHard(characters[at]!)) {
      at++
      while (at < end && isBlank(characters[at]!)) at++
    }
    start = at
  }
  return fields
}

/** Reads with a limit of time; undefined when that came first. */
function* timed(
  shell: Shell,
  reader: Reader,
  seconds: number | undefined,
  run: (reader: Reader) => Steps<{ readonly bytes: Uint8Array; readonly ended: boolean }>,
): Steps<{ readonly bytes: Uint8Array; readonly ended: boolean; readonly late?: boolean }> {
  let late = false
  let partial = new Uint8Array()
  const cancels: (() => void)[] = []
  const stop = new Promise<'late' | 'signal'>((resolve) => {
    if (seconds !== undefined) {
      cancels.push(
        shell.process.clock.after(seconds * 1000, () => {
          shell.process.clock.wake()
          resolve('late')
        }),
      )
    }
    shell.wake = () => resolve('signal')
    cancels.push(() => (shell.wake = undefined))
  })
  const source: Reader = {
    read: async () => {
      const reading = reader.read()
      for (;;) {
        const first = await Promise.race([reading, stop])
        if (first === 'late') {
          late = true
          keep(shell, reader, reading)
          return undefined
        }
        if (first === 'signal') {
          keep(shell, reader, reading)
          return undefined
        }
        return first
      }
    },
  }
  shell.inputs.set(source, shell.inputs.get(reader) ?? { rest: partial })
  if (!shell.inputs.has(reader)) shell.inputs.set(reader, shell.inputs.get(source)!)
  try {
    const result = yield* run(source)
    partial = new Uint8Array(result.bytes)
    return late ? { ...result, late } : result
  } finally {
    shell.inputs.delete(source)
    for (const cancel of cancels) cancel()
  }
}

/** What a read that was given up still brings goes to the next one. */
const keep = (shell: Shell, reader: Reader, reading: Promise<Uint8Array | undefined>): void => {
  const buffer = shell.inputs.get(reader)
  reading.then(
    (chunk) => {
      if (chunk && buffer) buffer.rest = new Uint8Array([...buffer.rest, ...chunk])
    },
    () => undefined,
  )
}

const store = (shell: Shell, names: readonly string[], line: string, raw: boolean): void => {
  if (names.length === 0)
    return assign(
      shell,
      'REPLY',
      charactersOf(line, raw)
        .map(({ text }) => text)
        .join(''),
    )
  const fields = splitLine(line, raw, getText(shell, 'IFS') ?? ' \t\n', names.length)
  names.forEach((name, i) => assign(shell, name, fields[i] ?? ''))
}

export const read: Builtin = {
  name: 'read',
  usage: '[-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
  summary: 'Reads a line into variables.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'read', args, 'ersa:d:i:n:N:p:t:u:', usage)
    if (!options) return 2
    const { values, rest: names } = options
    const bad = names.find((name) => !isName(name.replace(/\[[^]*\]$/, '')))
    if (bad !== undefined) {
      yield* complain(shell, `read: \`${bad}': not a valid identifier`)
      return 1
    }
    const reader = shell.descriptors.get(Number(values.get('u') ?? 0))?.reader
    if (!reader) {
      yield* complain(shell, `read: ${values.get('u') ?? 0}: invalid file descriptor: Bad file descriptor`)
      return 1
    }
    const seconds = values.has('t') ? Number(values.get('t')) : undefined
    if (seconds !== undefined && !(seconds >= 0)) {
      yield* complain(shell, `read: ${values.get('t')}: invalid timeout specification`)
      return 1
    }
    if (values.has('p') && reader.tty) yield* write(shell, values.get('p')!, 2)
    return yield* readLine(shell, reader, options, seconds)
  },
}

function* readLine(
  shell: Shell,
  reader: Reader,
  options: { readonly flags: ReadonlySet<string>; readonly values: ReadonlyMap<string, string>; readonly rest: readonly string[] },
  seconds: number | undefined,
): Steps<number> {
  const { flags, values, rest: names } = options
  const raw = flags.has('r')
  const exact = values.get('N')
  const limit = exact ?? values.get('n')
  const delimiter = exact !== undefined ? undefined : values.has('d') ? values.get('d')!.charCodeAt(0) || 0 : 10
  const { tty } = reader
  const mode = tty?.mode
  if (tty && mode && (flags.has('s') || limit !== undefined))
    tty.mode = { ...mode, echo: mode.echo && !flags.has('s'), canonical: limit === undefined }
  let result
  try {
    if (seconds === 0) return (shell.inputs.get(reader)?.rest.length ?? 0) > 0 || !tty ? 0 : 1
    result = yield* timed(shell, reader, seconds, function* (source) {
      let taken = yield* readUntil(shell, source, delimiter, limit === undefined ? Infinity : Number(limit))
      // A backslash before the line feed goes on with the next line.
      while (!raw && delimiter === 10 && !taken.ended && /(^|[^\\])(\\\\)*\\\n$/.test(decode(taken.bytes))) {
        const more: { readonly bytes: Uint8Array; readonly ended: boolean } = yield* readUntil(shell, source, delimiter)
        taken = { bytes: new Uint8Array([...taken.bytes.subarray(0, -2), ...more.bytes]), ended: more.ended }
      }
      return taken
    })
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    yield* complain(shell, `read: read error: 0: ${error.message}`)
    return 1
  } finally {
    if (tty && mode) tty.mode = mode
  }
  const text = decode(result.bytes)
  const line = delimiter !== undefined && text.endsWith(String.fromCharCode(delimiter)) && !result.ended ? text.slice(0, -1) : text
  if (exact !== undefined && names.length > 0) names.forEach((name, i) => assign(shell, name, i === 0 ? line : ''))
  else if (values.has('a'))
    assignArray(
      shell,
      values.get('a')!,
      splitLine(line, raw, getText(shell, 'IFS') ?? ' \t\n', Infinity).map((value) => ({ value })),
    )
  else store(shell, names, line, raw)
  yield* runPendingTraps(shell)
  if (result.late) return 142
  return result.ended ? 1 : 0
}
