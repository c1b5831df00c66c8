import { decode } from '../../base/index.ts'
import { readUntil } from '../run/input.ts'
import { complain } from '../run/output.ts'
import { assignArray } from '../variable-access.ts'
import type { Builtin } from './builtin.ts'
import { parseOptions } from './options.ts'

export const mapfile: Builtin = {
  name: 'mapfile',
  usage: '[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]',
  summary: 'Reads lines into an array.',
  *run(shell, args, { name }) {
    const options = yield* parseOptions(shell, name, args, 'd:n:O:s:tu:C:c:', `${name} ${mapfile.usage}`)
    if (!options) return 2
    const { flags, values, rest } = options
    const reader = shell.descriptors.get(Number(values.get('u') ?? 0))?.reader
    if (!reader) {
      yield* complain(shell, `${name}: ${values.get('u') ?? 0}: invalid file descriptor: Bad file descriptor`)
      return 1
    }
    const delimiter = values.has('d') ? values.get('d')!.charCodeAt(0) || 0 : 10
    const limit = Number(values.get('n') ?? 0) || Infinity
    const lines: string[] = []
    for (let skip = Number(values.get('s') ?? 0); lines.length < limit;) {
      const { bytes, ended } = yield* readUntil(shell, reader, delimiter)
      if (bytes.length > 0 && skip-- <= 0)
        lines.push(flags.has('t') && bytes.at(-1) === delimiter ? decode(bytes.subarray(0, -1)) : decode(bytes))
      if (ended) break
    }
    const origin = Number(values.get('O') ?? 0)
    assignArray(
      shell,
      rest[0] ?? 'MAPFILE',
      lines.map((value, i) => ({ value, key: String(origin + i) })),
      { append: values.has('O') },
    )
    return 0
  },
}

export const readarray: Builtin = { ...mapfile, name: 'readarray' }
