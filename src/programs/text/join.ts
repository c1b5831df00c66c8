import { decode, SystemError, UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { readBytes } from './input.ts'

const help = "Try 'join --help' for more information."

interface Row {
  readonly key: string
  readonly rest: readonly string[]
}

const rowsOf = (text: string, separator: string | undefined, field: number): readonly Row[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .filter((line, _, all) => all.length > 1 || line !== '')
    .map((line) => {
      const cells = separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator)
      return { key: cells[field - 1] ?? '', rest: cells.filter((_, index) => index !== field - 1) }
    })

export const join: Program = {
  name: 'join',
  summary: 'Joins the lines of two files that have a field in common.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: '1', value: 'required' },
        { letter: '2', value: 'required' },
        { letter: 'a', value: 'required' },
        { letter: 'j', value: 'required' },
        { letter: 't', value: 'required' },
        { letter: 'v', value: 'required' },
      ],
      gnuWording('join'),
    )
    const [left, right, extra] = options.operands
    if (left === undefined) throw new UsageError(`join: missing operand\n${help}`)
    if (right === undefined) throw new UsageError(`join: missing operand after ‘${left}’\n${help}`)
    if (extra !== undefined) throw new UsageError(`join: extra operand '${extra}'\n${help}`)
    const separator = options.get('t')
    const number = (text: string): number => {
      if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`join: invalid field number: ‘${text}’`)
      return Number(text)
    }
    const sides: (readonly Row[])[] = []
    for (const [index, path] of [left, right].entries()) {
      try {
        const field = number(options.get(String(index + 1)) ?? options.get('j') ?? '1')
        sides.push(rowsOf(decode(await readBytes(process, path)), separator, field))
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        throw new UsageError(`join: ${path}: ${error.message}`)
      }
    }
    const [from, to] = [sides[0]!, sides[1]!]
    const alone = options.values.get('v')
    const shows = (side: string) => [...(options.values.get('a') ?? []), ...(alone ?? [])].includes(side)
    const line = (key: string, ...cells: readonly string[]) => ({ key, text: `${[key, ...cells].join(separator ?? ' ')}\n` })
    const pairs = from.flatMap((a) => to.filter((b) => b.key === a.key).map((b) => line(a.key, ...a.rest, ...b.rest)))
    const single = (rows: readonly Row[], others: readonly Row[]) =>
      rows.filter((row) => !others.some((other) => other.key === row.key)).map((row) => line(row.key, ...row.rest))
    const lines = [...(alone ? [] : pairs), ...(shows('1') ? single(from, to) : []), ...(shows('2') ? single(to, from) : [])]
    // Both files are in order of the field, and so is what join prints.
    await process.print(
      lines
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ text }) => text)
        .join(''),
    )
    return 0
  },
}
