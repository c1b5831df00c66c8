import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput } from './input.ts'

type Counts = readonly [lines: number, words: number, characters: number, bytes: number, longest: number]

export const wc: Program = {
  name: 'wc',
  summary: 'Counts lines, words and bytes.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'l', long: 'lines' },
        { letter: 'w', long: 'words' },
        { letter: 'm', long: 'chars' },
        { letter: 'c', long: 'bytes' },
        { letter: 'L', long: 'max-line-length' },
      ],
      gnuWording('wc'),
    )
    const names = ['lines', 'words', 'chars', 'bytes', 'max-line-length']
    const shown = names.map((name) =>
      options.values.size === 0 ? name === 'lines' || name === 'words' || name === 'bytes' : options.has(name),
    )
    const rows: { counts: Counts; name: string }[] = []
    const code = await eachInput(process, options.operands, async (reader, name) => {
      let lines = 0
      let words = 0
      let characters = 0
      let bytes = 0
      let longest = 0
      let rest = ''
      const decoder = new TextDecoder()
      const take = (text: string, last: boolean) => {
        characters += text.length
        lines += text.split('\n').length - 1
        const whole = rest + text
        const end = last ? whole.length : Math.max(0, whole.search(/\S*$/))
        words += whole.slice(0, end).match(/\S+/g)?.length ?? 0
        rest = whole.slice(end)
        for (const line of text.split('\n')) longest = Math.max(longest, line.length)
      }
      for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
        bytes += chunk.length
        take(decoder.decode(chunk, { stream: true }), false)
      }
      take('', true)
      rows.push({ counts: [lines, words, characters, bytes, longest], name })
    })
    if (rows.length > 1)
      rows.push({
        counts: [0, 1, 2, 3, 4].map((i) =>
          rows.reduce((sum, { counts }) => (i === 4 ? Math.max(sum, counts[i]!) : sum + counts[i]!), 0),
        ) as [number, number, number, number, number],
        name: 'total',
      })
    const single = shown.filter(Boolean).length === 1 && rows.length === 1
    const fromStdin = options.operands.length === 0 || options.operands.includes('-')
    const width = single ? 1 : fromStdin ? 7 : Math.max(1, ...rows.map(({ counts }) => String(counts[3]).length))
    for (const { counts, name } of rows) {
      const cells = counts.filter((_, i) => shown[i]).map((value) => String(value).padStart(width))
      await process.print(`${cells.join(' ')}${options.operands.length > 0 ? ` ${name}` : ''}\n`)
    }
    return code
  },
}
