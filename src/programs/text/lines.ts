import { UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording, type Option } from '../getopt.ts'
import { eachInput, lineBatches } from './input.ts'

const allLines = async (process: Process, operands: readonly string[]): Promise<{ lines: string[]; code: number }> => {
  const lines: string[] = []
  const code = await eachInput(process, operands, async (reader) => {
    for await (const batch of lineBatches(reader)) lines.push(...batch.lines)
  })
  return { lines, code }
}

/** A program that turns all its lines into others at once. */
const filter = (
  name: string,
  summary: string,
  options: readonly Option[],
  change: (lines: readonly string[], options: ReturnType<typeof getopt>, process: Process) => string,
): Program => ({
  name,
  summary,
  async run(process) {
    const given = getopt(process.argv.slice(1), options, gnuWording(name))
    const { lines, code } = await allLines(process, given.operands)
    const text = change(lines, given, process)
    if (text) await process.print(text)
    return code
  },
})

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

export const tac = filter('tac', 'Prints lines from the last to the first.', [], (lines) => joined([...lines].reverse()))
export const rev = filter('rev', 'Turns each line around.', [], (lines) => joined(lines.map((line) => [...line].reverse().join(''))))

export const nl = filter(
  'nl',
  'Numbers lines.',
  [
    { letter: 'b', long: 'body-numbering', value: 'required' },
    { letter: 'w', long: 'number-width', value: 'required' },
    { letter: 's', long: 'number-separator', value: 'required' },
    { letter: 'v', long: 'starting-line-number', value: 'required' },
  ],
  (lines, options) => {
    const width = Number(options.get('number-width') ?? 6)
    const separator = options.get('number-separator') ?? '\t'
    let number = Number(options.get('starting-line-number') ?? 1)
    return joined(
      lines.map((line) =>
        line !== '' || options.get('body-numbering') === 'a'
          ? `${String(number++).padStart(width)}${separator}${line}`
          : `${' '.repeat(width + separator.length)}${line}`,
      ),
    )
  },
)

export const fold = filter(
  'fold',
  'Breaks long lines.',
  [{ letter: 'w', long: 'width', value: 'required' }, { letter: 's', long: 'spaces' }, { letter: 'b' }],
  (lines, options) => {
    const width = Number(options.get('width') ?? 80)
    return joined(
      lines.flatMap((line) => {
        const parts: string[] = []
        let rest = line
        while (rest.length > width) {
          const blank = options.has('spaces') ? rest.lastIndexOf(' ', width - 1) + 1 : 0
          const end = blank > 0 ? blank : width
          parts.push(rest.slice(0, end))
          rest = rest.slice(end)
        }
        return [...parts, rest]
      }),
    )
  },
)

export const column = filter(
  'column',
  'Lays lines out in columns.',
  [
    { letter: 't', long: 'table' },
    { letter: 's', long: 'separator', value: 'required' },
    { letter: 'o', long: 'output-separator', value: 'required' },
    { letter: 'n' },
  ],
  (lines, options, process) => {
    const filled = lines.filter((line) => line.trim() !== '')
    if (options.has('table')) {
      const separator = options.get('separator')
      const rows = filled.map((line) =>
        separator === undefined ? line.trim().split(/[ \t]+/) : line.split(new RegExp(`[${separator.replace(/[\\\]^-]/g, '\\$&')}]`)),
      )
      const widths = rows.reduce<number[]>(
        (all, row) =>
          row.reduce(
            (sizes, cell, i) => sizes.with(i, Math.max(sizes[i] ?? 0, cell.length)),
            [...all, ...Array<number>(Math.max(0, row.length - all.length)).fill(0)],
          ),
        [],
      )
      const between = options.get('output-separator') ?? '  '
      return joined(rows.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join(between)))
    }
    const width = Math.floor((Math.max(0, ...filled.map(({ length }) => length)) + 8) / 8) * 8
    const columns = Math.max(1, Math.floor((process.stdout.tty?.columns ?? 80) / width))
    const height = Math.ceil(filled.length / columns)
    return joined(
      Array.from({ length: height }, (_, row) =>
        filled
          .filter((_, i) => i % height === row)
          .map((cell, i, all) => (i === all.length - 1 ? cell : cell + '\t'.repeat(Math.ceil((width - cell.length) / 8))))
          .join(''),
      ),
    )
  },
)

export const shuf: Program = {
  name: 'shuf',
  summary: 'Shuffles lines.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'n', long: 'head-count', value: 'required' },
        { letter: 'e', long: 'echo' },
        { letter: 'i', long: 'input-range', value: 'required' },
      ],
      gnuWording('shuf'),
    )
    const range = /^(\d+)-(\d+)$/.exec(options.get('input-range') ?? '')
    const lines = options.has('echo')
      ? [...options.operands]
      : range
        ? Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, i) => String(Number(range[1]) + i))
        : (await allLines(process, options.operands)).lines
    const shuffled = lines
      .map((line, i) => ({ line, key: process.machine.seed('shuf', process.pid, i) }))
      .sort((a, b) => a.key - b.key)
      .map(({ line }) => line)
    await process.print(joined(shuffled.slice(0, Number(options.get('head-count') ?? Infinity))))
    return 0
  },
}

export const paste: Program = {
  name: 'paste',
  summary: 'Joins lines of files side by side.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'd', long: 'delimiters', value: 'required' },
        { letter: 's', long: 'serial' },
      ],
      gnuWording('paste'),
    )
    const delimiters = [...(options.get('delimiters') ?? '\t').replace(/\\n/g, '\n').replace(/\\t/g, '\t')]
    const columns: string[][] = []
    const code = await eachInput(process, options.operands, async (reader) => {
      const lines: string[] = []
      for await (const batch of lineBatches(reader)) lines.push(...batch.lines)
      columns.push(lines)
    })
    const join = (cells: readonly string[]) =>
      cells.reduce((text, cell, i) => text + (i > 0 ? delimiters[(i - 1) % delimiters.length]! : '') + cell, '')
    if (options.has('serial')) await process.print(joined(columns.map(join)))
    else if (options.operands.length > 1 && options.operands.every((name) => name === '-')) {
      const [lines = []] = columns
      const size = options.operands.length
      await process.print(
        joined(
          Array.from({ length: Math.ceil(lines.length / size) }, (_, row) =>
            join(Array.from({ length: size }, (_, i) => lines[row * size + i] ?? '')),
          ),
        ),
      )
    } else
      await process.print(
        joined(
          Array.from({ length: Math.max(0, ...columns.map(({ length }) => length)) }, (_, row) =>
            join(columns.map((column) => column[row] ?? '')),
          ),
        ),
      )
    return code
  },
}

export const yes: Program = {
  name: 'yes',
  summary: 'Says y for ever.',
  async run(process) {
    const line = `${process.argv.slice(1).join(' ') || 'y'}\n`
    const block = line.repeat(Math.ceil(1024 / line.length))
    for (;;) {
      await process.print(block)
      await process.sleep(0)
    }
  },
}

export const envsubst: Program = {
  name: 'envsubst',
  summary: 'Fills in variables of the environment.',
  async run(process) {
    const wanted = process.argv[1]?.match(/\$\{?(\w+)\}?/g)?.map((name) => name.replace(/[${}]/g, ''))
    if (process.argv[1]?.startsWith('-'))
      throw new UsageError(
        `envsubst: invalid option -- '${process.argv[1].replace(/^-+/, '')[0]}'\nTry 'envsubst --help' for more information.`,
      )
    const fill = (line: string) =>
      line.replace(/\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g, (whole, braced: string | undefined, name: string | undefined) =>
        wanted && !wanted.includes(braced ?? name!) ? whole : (process.env.get(braced ?? name!) ?? ''),
      )
    for await (const { lines, complete } of lineBatches(process.stdin))
      await process.print(lines.map((line) => fill(line) + (complete ? '\n' : '')).join(''))
    return 0
  },
}
