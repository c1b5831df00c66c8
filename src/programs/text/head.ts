import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, lineBatches } from './input.ts'

const units: Readonly<Record<string, number>> = { '': 1, b: 512, k: 1024, K: 1024, kB: 1000, M: 1048576, MB: 1e6, G: 1073741824 }

/** `10`, `-5`, `2k` of head and tail. */
export const parseCount = (program: string, what: 'lines' | 'bytes', text: string): number => {
  const match = /^([-+]?\d+)(\w*)$/.exec(text)
  if (!match || units[match[2]!] === undefined) throw new UsageError(`${program}: invalid number of ${what}: ‘${text}’`)
  return Number(match[1]) * units[match[2]!]!
}

export const head: Program = {
  name: 'head',
  summary: 'Prints the beginning of files.',
  async run(process) {
    const words = process.argv.slice(1)
    if (/^-\d+$/.test(words[0] ?? '')) words.splice(0, 1, '-n', words[0]!.slice(1))
    const options = getopt(
      words,
      [
        { letter: 'c', long: 'bytes', value: 'required' },
        { letter: 'n', long: 'lines', value: 'required' },
        { letter: 'q', long: 'quiet' },
        { long: 'silent' },
        { letter: 'v', long: 'verbose' },
        { letter: 'z', long: 'zero-terminated' },
      ],
      gnuWording('head'),
    )
    const bytes = options.has('bytes') ? parseCount('head', 'bytes', options.get('bytes')!) : undefined
    const wanted = parseCount('head', 'lines', options.get('lines') ?? '10')
    const titles = options.has('verbose') || (options.operands.length > 1 && !options.has('quiet') && !options.has('silent'))
    let first = true
    return eachInput(
      process,
      options.operands,
      async (reader, name) => {
        if (titles) await process.print(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`)
        first = false
        if (bytes !== undefined) {
          let left = bytes < 0 ? Infinity : bytes
          const held: Uint8Array[] = []
          for (let chunk = left > 0 ? await reader.read() : undefined; chunk; chunk = left > 0 ? await reader.read() : undefined) {
            if (bytes < 0) held.push(chunk)
            else await process.stdout.write(chunk.subarray(0, left))
            left -= chunk.length
          }
          if (bytes < 0) await process.stdout.write(joined(held).subarray(0, bytes))
          return
        }
        const kept: string[] = []
        let left = wanted
        if (wanted === 0) return
        for await (const { lines, complete } of lineBatches(reader, options.has('zero-terminated') ? '\0' : '\n')) {
          const end = complete ? '\n' : ''
          if (wanted < 0) {
            kept.push(...lines.map((line) => line + end))
            const ready = kept.splice(0, Math.max(0, kept.length + wanted))
            if (ready.length > 0) await process.print(ready.join(''))
            continue
          }
          const taken = lines.slice(0, left)
          left -= taken.length
          await process.print(taken.map((line) => line + end).join(''))
          if (left === 0) return
        }
      },
      (name, message) =>
        message === 'Is a directory' ? `head: error reading '${name}': ${message}` : `head: cannot open '${name}' for reading: ${message}`,
    )
  },
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
