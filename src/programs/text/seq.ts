import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'

const decimals = (text: string): number => /\.(\d+)/.exec(text)?.[1]!.length ?? 0

export const seq: Program = {
  name: 'seq',
  summary: 'Prints numbers in sequence.',
  async run(process) {
    const words = process.argv.slice(1)
    let separator = '\n'
    let equalWidth = false
    let format: string | undefined
    while (/^-[^\d.]/.test(words[0] ?? '')) {
      const word = words.shift()!
      if (word === '-w' || word === '--equal-width') equalWidth = true
      else if (word === '-s' || word === '--separator') separator = words.shift() ?? ''
      else if (word.startsWith('-s')) separator = word.slice(2)
      else if (word.startsWith('--separator=')) separator = word.slice(12)
      else if (word === '-f' || word === '--format') format = words.shift()
      else if (word === '--') break
      else throw new UsageError(`seq: invalid option -- '${word.replace(/^-+/, '')[0]}'\nTry 'seq --help' for more information.`)
    }
    if (words.length === 0) throw new UsageError("seq: missing operand\nTry 'seq --help' for more information.")
    if (words.length > 3) throw new UsageError(`seq: extra operand ‘${words[3]}’\nTry 'seq --help' for more information.`)
    for (const word of words)
      if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word))
        throw new UsageError(`seq: invalid floating point argument: ‘${word}’\nTry 'seq --help' for more information.`)
    const [first, step, last] =
      words.length === 1 ? ['1', '1', words[0]!] : words.length === 2 ? [words[0]!, '1', words[1]!] : (words as [string, string, string])
    const [from, by, to] = [Number(first), Number(step), Number(last)]
    if (by === 0) throw new UsageError(`seq: invalid Zero increment value: ‘${step}’\nTry 'seq --help' for more information.`)
    const digits = Math.max(decimals(first!), decimals(step!))
    const width = equalWidth ? Math.max(from.toFixed(digits).length, to.toFixed(digits).length) : 0
    const shown = (value: number): string => {
      const text = value.toFixed(digits)
      if (format !== undefined)
        return format.replace(/%(0?)(\d*)(?:\.(\d+))?[gfe]/, (_, zero: string, size: string, places: string | undefined) =>
          (places === undefined ? String(Number(text)) : value.toFixed(Number(places))).padStart(Number(size || 0), zero ? '0' : ' '),
        )
      return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0')
    }
    let batch: string[] = []
    let some = false
    for (let i = 0; ; i++) {
      const value = from + i * by
      if (by > 0 ? value > to + 1e-10 : value < to - 1e-10) break
      batch.push(shown(value))
      if (batch.length >= 1000) {
        await process.print((some ? separator : '') + batch.join(separator))
        some = true
        batch = []
      }
    }
    if (batch.length > 0) await process.print((some ? separator : '') + batch.join(separator))
    if (some || batch.length > 0) await process.print('\n')
    return 0
  },
}
