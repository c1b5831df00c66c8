import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, lineBatches } from './input.ts'

const help = "Try 'cut --help' for more information."

/** `1,3-5,7-` as a test of positions counted from 1. */
const parseList = (text: string, what: string): ((position: number) => boolean) => {
  const ranges = text.split(/[,\s]+/).map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part)
    if (!match || (match[1] === '' && match[3] === '')) throw new UsageError(`cut: invalid ${what} value ‘${part}’\n${help}`)
    const from = match[1] === '' ? 1 : Number(match[1])
    if (from === 0) throw new UsageError(`cut: ${what === 'field' ? 'fields' : 'byte/character positions'} are numbered from 1\n${help}`)
    const to = match[2] === '' ? from : match[3] === '' ? Infinity : Number(match[3])
    if (to < from) throw new UsageError(`cut: invalid decreasing range\n${help}`)
    return { from, to }
  })
  return (position) => ranges.some(({ from, to }) => position >= from && position <= to)
}

export const cut: Program = {
  name: 'cut',
  summary: 'Prints parts of lines.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'b', long: 'bytes', value: 'required' },
        { letter: 'c', long: 'characters', value: 'required' },
        { letter: 'd', long: 'delimiter', value: 'required' },
        { letter: 'f', long: 'fields', value: 'required' },
        { letter: 'n' },
        { letter: 's', long: 'only-delimited' },
        { long: 'complement' },
        { long: 'output-delimiter', value: 'required' },
        { letter: 'z', long: 'zero-terminated' },
      ],
      gnuWording('cut'),
    )
    const fields = options.get('fields')
    const positions = options.get('bytes') ?? options.get('characters')
    if (fields === undefined && positions === undefined)
      throw new UsageError(`cut: you must specify a list of bytes, characters, or fields\n${help}`)
    if (fields !== undefined && positions !== undefined) throw new UsageError(`cut: only one list may be specified\n${help}`)
    const delimiter = options.get('delimiter') ?? '\t'
    if ([...delimiter].length > 1) throw new UsageError(`cut: the delimiter must be a single character\n${help}`)
    if (fields === undefined && options.has('delimiter'))
      throw new UsageError(`cut: an input delimiter may be specified only when operating on fields\n${help}`)
    const listed = parseList((fields ?? positions)!, fields === undefined ? 'byte/character position' : 'field')
    const chosen = (position: number) => listed(position) !== options.has('complement')
    const separator = options.get('output-delimiter') ?? (fields === undefined ? '' : delimiter)
    const cutLine = (line: string): string | undefined => {
      if (fields === undefined) return [...line].filter((_, i) => chosen(i + 1)).join('')
      if (!line.includes(delimiter)) return options.has('only-delimited') ? undefined : line
      return line
        .split(delimiter)
        .filter((_, i) => chosen(i + 1))
        .join(separator)
    }
    return eachInput(process, options.operands, async (reader) => {
      for await (const { lines } of lineBatches(reader, options.has('zero-terminated') ? '\0' : '\n')) {
        const shown = lines.map(cutLine).filter((line) => line !== undefined)
        if (shown.length > 0) await process.print(shown.map((line) => `${line}\n`).join(''))
      }
    })
  },
}
