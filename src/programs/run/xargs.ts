import { decode, UsageError } from '../../base/index.ts'
import { emptyReader, readAll, type Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { startChild } from './timeout.ts'

/** Words as xargs reads them: blanks separate, quotes and backslashes protect. */
const wordsOf = (text: string): string[] => {
  const words: string[] = []
  let current: string | undefined
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote) {
      if (character === quote) quote = ''
      else if (character === '\n')
        throw new UsageError(
          `xargs: unmatched ${quote === "'" ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`,
        )
      else current += character
    } else if (character === '"' || character === "'") {
      quote = character
      current ??= ''
    } else if (character === '\\') current = (current ?? '') + (text[++at] ?? '')
    else if (/\s/.test(character)) {
      if (current !== undefined) words.push(current)
      current = undefined
    } else current = (current ?? '') + character
  }
  if (quote)
    throw new UsageError(
      `xargs: unmatched ${quote === "'" ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`,
    )
  if (current !== undefined) words.push(current)
  return words
}

export const xargs: Program = {
  name: 'xargs',
  summary: 'Runs a command with arguments from its input.',
  async run(process) {
    const known = [
      { letter: '0', long: 'null' },
      { letter: 'I', value: 'required' },
      { letter: 'i', long: 'replace', value: 'optional' },
      { letter: 'n', long: 'max-args', value: 'required' },
      { letter: 'L', long: 'max-lines', value: 'required' },
      { letter: 'P', long: 'max-procs', value: 'required' },
      { letter: 'r', long: 'no-run-if-empty' },
      { letter: 't', long: 'verbose' },
      { letter: 'd', long: 'delimiter', value: 'required' },
      { letter: 'a', long: 'arg-file', value: 'required' },
      { letter: 's', value: 'required' },
      { letter: 'p' },
      { letter: 'x' },
    ] as const
    const given = process.argv.slice(1)
    let end = 0
    while (end < given.length && /^-./.test(given[end]!) && given[end] !== '--') end += /^-[InLPdas]$/.test(given[end]!) ? 2 : 1
    const options = getopt(given.slice(0, end), known, gnuWording('xargs'))
    const command = given.slice(end).filter((word, i) => i > 0 || word !== '--')
    if (command.length === 0) command.push('echo')
    const text = decode(options.has('arg-file') ? process.files.read(options.get('arg-file')!) : await readAll(process.stdin))
    const replace = options.get('I') ?? (options.has('replace') ? options.get('replace') || '{}' : undefined)
    const delimiter = options.has('null') ? '\0' : options.get('delimiter')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0')
    const byLine = replace !== undefined && delimiter === undefined
    const items =
      delimiter !== undefined
        ? text.split(delimiter).filter((item, i, all) => i < all.length - 1 || item !== '')
        : byLine
          ? text
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean)
              .map((line) => wordsOf(line.replace(/ /g, '\\ ')).join(''))
          : wordsOf(text)
    const batches: string[][] = []
    if (replace !== undefined) for (const item of items) batches.push(command.map((word) => word.replaceAll(replace, item)))
    else if (options.has('max-lines')) {
      const lines = text.split('\n').filter((line) => line.trim() !== '')
      for (let at = 0; at < lines.length; at += Number(options.get('max-lines')))
        batches.push([...command, ...lines.slice(at, at + Number(options.get('max-lines'))).flatMap(wordsOf)])
    } else {
      const size = Number(options.get('max-args') ?? 5000)
      for (let at = 0; at < items.length; at += size) batches.push([...command, ...items.slice(at, at + size)])
      if (items.length === 0 && !options.has('no-run-if-empty')) batches.push(command)
    }
    let code = 0
    const running: Promise<number>[] = []
    const width = Number(options.get('max-procs') ?? 1) || batches.length || 1
    const finish = (childCode: number): number | undefined => {
      if (childCode === 255) return 124
      if (childCode > 128) return 125
      if (childCode !== 0) code = 123
      return undefined
    }
    for (const argv of batches) {
      if (options.has('verbose')) await process.printError(`${argv.join(' ')}\n`)
      const child = await startChild(process, argv, (message) => `xargs: ${argv[0]}: ${message}`, { stdin: emptyReader })
      if (typeof child === 'number') return child
      running.push(child.exited)
      if (running.length >= width) {
        const ended = finish(await running.shift()!)
        if (ended !== undefined) return ended
      }
    }
    for (const exited of running) finish(await exited)
    return code
  },
}
