import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, lineBatches } from './input.ts'

const visible = (line: string, tabs: boolean, controls: boolean): string => {
  const shown = controls
    ? line.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (character) =>
        character === '\x7f' ? '^?' : `^${String.fromCharCode(character.charCodeAt(0) + 64)}`,
      )
    : line
  return tabs ? shown.replace(/\t/g, '^I') : shown
}

export const cat: Program = {
  name: 'cat',
  summary: 'Prints files one after the other.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'A', long: 'show-all' },
        { letter: 'b', long: 'number-nonblank' },
        { letter: 'e' },
        { letter: 'E', long: 'show-ends' },
        { letter: 'n', long: 'number' },
        { letter: 's', long: 'squeeze-blank' },
        { letter: 't' },
        { letter: 'T', long: 'show-tabs' },
        { letter: 'u' },
        { letter: 'v', long: 'show-nonprinting' },
      ],
      gnuWording('cat'),
    )
    const all = options.has('show-all')
    const ends = all || options.has('e') || options.has('show-ends')
    const tabs = all || options.has('t') || options.has('show-tabs')
    const controls = all || options.has('e') || options.has('t') || options.has('show-nonprinting')
    const numbers = options.has('number-nonblank') ? 'filled' : options.has('number') ? 'all' : undefined
    const squeeze = options.has('squeeze-blank')
    const plain = !ends && !tabs && !controls && !numbers && !squeeze
    let number = 0
    let blanks = 0
    return eachInput(process, options.operands, async (reader) => {
      if (plain) {
        for (let chunk = await reader.read(); chunk; chunk = await reader.read()) await process.stdout.write(chunk)
        return
      }
      for await (const { lines, complete } of lineBatches(reader)) {
        let text = ''
        for (const line of lines) {
          blanks = line === '' ? blanks + 1 : 0
          if (squeeze && blanks > 1) continue
          const label = numbers === 'all' || (numbers && line !== '') ? `${String(++number).padStart(6)}\t` : ''
          text += `${label}${visible(line, tabs, controls)}${complete ? `${ends ? '$' : ''}\n` : ''}`
        }
        await process.print(text)
      }
    })
  },
}
