import { UsageError } from '../../base/index.ts'
import { readAll, type Program } from '../../machine/index.ts'
import { getopt, type Wording } from '../getopt.ts'
import { eachInput } from './input.ts'

const usage = `Usage: strings [option(s)] [file(s)]
 Display printable strings in [file(s)] (stdin by default)
 The options are:
  -a - --all                Scan the entire file, not just the data section [default]
  -f --print-file-name      Print the name of the file before each string
  -n <number>               Locate & print any sequence of at least <number>
    --bytes=<number>         displayable characters.  (The default is 4).
  -t --radix={o,d,x}        Print the location of the string in base 8, 10 or 16
  -o                        An alias for --radix=o`

const wording: Wording = {
  unknownShort: (letter) => `strings: invalid option -- '${letter}'\n${usage}`,
  unknownLong: (name) => `strings: unrecognized option '--${name}'\n${usage}`,
  missing: (option) => `strings: option requires an argument -- '${option}'\n${usage}`,
  exitCode: 1,
}

export const strings: Program = {
  name: 'strings',
  summary: 'Prints the texts in a file.',
  async run(process) {
    const words = process.argv.slice(1).map((word) => (/^-\d+$/.test(word) ? `-n${word.slice(1)}` : word))
    const options = getopt(
      words,
      [
        { letter: 'a', long: 'all' },
        { letter: 'f', long: 'print-file-name' },
        { letter: 'n', long: 'bytes', value: 'required' },
        { letter: 'o' },
        { letter: 't', long: 'radix', value: 'required' },
      ],
      wording,
    )
    const least = options.get('bytes') ?? '4'
    if (!/^\d+$/.test(least)) throw new UsageError(`strings: invalid integer argument ${least}`)
    if (Number(least) < 1) throw new UsageError(`strings: minimum string length is too small: ${least}`)
    const radix = options.has('o') ? 8 : { o: 8, d: 10, x: 16 }[options.get('radix') as 'o']
    const expression = new RegExp(`[\\t -~]{${least},}`, 'g')
    return eachInput(
      process,
      options.operands,
      async (reader, path) => {
        const bytes = await readAll(reader)
        let text = ''
        for (const byte of bytes) text += String.fromCharCode(byte)
        const found = [...text.matchAll(expression)].map(
          ({ 0: one, index }) =>
            `${options.has('print-file-name') ? `${path}: ` : ''}${radix === undefined ? '' : `${index.toString(radix).padStart(7)} `}${one}\n`,
        )
        await process.print(found.join(''))
      },
      (path, message) =>
        message === 'Is a directory'
          ? `strings: Warning: '${path}' is a directory`
          : `strings: '${path}': ${message.replace(/ or directory$/, '')}`,
    )
  },
}
