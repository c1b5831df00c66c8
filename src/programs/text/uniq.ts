import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, lineBatches } from './input.ts'

export const uniq: Program = {
  name: 'uniq',
  summary: 'Leaves out repeated lines.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'c', long: 'count' },
        { letter: 'd', long: 'repeated' },
        { letter: 'D' },
        { letter: 'f', long: 'skip-fields', value: 'required' },
        { letter: 'i', long: 'ignore-case' },
        { letter: 's', long: 'skip-chars', value: 'required' },
        { letter: 'u', long: 'unique' },
        { letter: 'w', long: 'check-chars', value: 'required' },
      ],
      gnuWording('uniq'),
    )
    const keyOf = (line: string): string => {
      let key = line
      for (let i = Number(options.get('skip-fields') ?? 0); i > 0; i--) key = key.replace(/^\s*\S*/, '')
      key = key.slice(Number(options.get('skip-chars') ?? 0))
      if (options.has('check-chars')) key = key.slice(0, Number(options.get('check-chars')))
      return options.has('ignore-case') ? key.toLowerCase() : key
    }
    let current: string | undefined
    let count = 0
    const finish = (): string => {
      if (current === undefined || (options.has('repeated') && count < 2) || (options.has('unique') && count > 1)) return ''
      return `${options.has('count') ? `${String(count).padStart(7)} ` : ''}${current}\n`
    }
    const [input, output] = options.operands
    let collected = ''
    const show = async (text: string) => {
      if (output !== undefined) collected += text
      else if (text) await process.print(text)
    }
    const code = await eachInput(process, input === undefined ? [] : [input], async (reader) => {
      for await (const { lines } of lineBatches(reader)) {
        let text = ''
        for (const line of lines) {
          if (current !== undefined && keyOf(line) === keyOf(current)) {
            count++
            if (options.has('D')) text += count === 2 ? `${current}\n${line}\n` : `${line}\n`
            continue
          }
          if (!options.has('D')) text += finish()
          current = line
          count = 1
        }
        await show(text)
      }
    })
    if (!options.has('D')) await show(finish())
    if (output !== undefined) process.files.write(output, collected)
    return code
  },
}
