import { concat, decode, encode } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording, type Options } from '../getopt.ts'
import { parseCount } from './head.ts'
import { eachInput } from './input.ts'

/** The end of a content: its last lines, or from line n on for `+n`. */
const ending = (content: Uint8Array, lines: string): Uint8Array => {
  const text = decode(content)
  const all = text.split('\n')
  const complete = all.at(-1) === ''
  if (complete) all.pop()
  const count = parseCount('tail', 'lines', lines)
  const chosen = lines.startsWith('+') ? all.slice(Math.max(0, count - 1)) : Math.abs(count) === 0 ? [] : all.slice(-Math.abs(count))
  return encode(chosen.join('\n') + (complete && chosen.length > 0 ? '\n' : ''))
}

/** Follows files for ever: what is appended, and a file made anew (-F). */
const follow = async (
  process: Process,
  paths: readonly string[],
  sizes: Map<string, number>,
  titled: boolean,
  interval: number,
): Promise<number> => {
  let last = paths.at(-1)
  for (;;) {
    await process.sleep(interval)
    for (const path of paths) {
      if (!process.files.exists(path)) continue
      const content = process.files.read(path)
      let from = sizes.get(path) ?? 0
      if (content.length < from) {
        await process.printError(`tail: ${path}: file truncated\n`)
        from = 0
      }
      if (content.length === from) continue
      if (titled && last !== path) await process.print(`\n==> ${path} <==\n`)
      last = path
      await process.stdout.write(content.subarray(from))
      sizes.set(path, content.length)
    }
  }
}

const run = async (process: Process): Promise<number> => {
  const words = process.argv.slice(1)
  if (/^[-+]\d+[cf]?$/.test(words[0] ?? ''))
    words.splice(0, 1, words[0]!.endsWith('f') ? '-f' : '-n', ...(words[0]!.endsWith('f') ? ['-n'] : []), words[0]!.replace(/^-|f$/g, ''))
  const options: Options = getopt(
    words,
    [
      { letter: 'c', long: 'bytes', value: 'required' },
      { letter: 'n', long: 'lines', value: 'required' },
      { letter: 'f' },
      { long: 'follow', value: 'optional' },
      { letter: 'F' },
      { letter: 'q', long: 'quiet' },
      { letter: 'v', long: 'verbose' },
      { letter: 's', long: 'sleep-interval', value: 'required' },
      { long: 'retry' },
      { long: 'pid', value: 'required' },
    ],
    gnuWording('tail'),
  )
  const lines = options.get('lines') ?? '10'
  const titled = options.has('verbose') || (options.operands.length > 1 && !options.has('quiet'))
  const sizes = new Map<string, number>()
  const follows = options.has('f') || options.has('F') || options.has('follow')
  let first = true
  const code = await eachInput(
    process,
    options.operands,
    async (reader, name) => {
      if (titled) await process.print(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`)
      first = false
      const chunks: Uint8Array[] = []
      for (let chunk = await reader.read(); chunk; chunk = await reader.read()) chunks.push(chunk)
      const content = concat(chunks)
      sizes.set(name, content.length)
      if (options.has('bytes')) {
        const text = options.get('bytes')!
        const count = Math.abs(parseCount('tail', 'bytes', text))
        await process.stdout.write(
          text.startsWith('+') ? content.subarray(count - 1) : content.subarray(Math.max(0, content.length - count)),
        )
      } else await process.stdout.write(ending(content, lines))
    },
    (name, message) =>
      message === 'Is a directory' ? `tail: error reading '${name}': ${message}` : `tail: cannot open '${name}' for reading: ${message}`,
  )
  if (!follows) return code
  const paths = options.operands.filter((path) => path !== '-' && (options.has('F') || process.files.exists(path)))
  if (paths.length === 0) {
    if (options.operands.length > 0) await process.printError('tail: no files remaining\n')
    return code
  }
  return follow(process, paths, sizes, titled, Number(options.get('sleep-interval') ?? 1) * 1000)
}

export const tail: Program = { name: 'tail', summary: 'Prints the end of files, and with -f what is added.', run }
