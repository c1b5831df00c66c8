import { write } from '../run/output.ts'
import { assign, getText } from '../variable-access.ts'
import type { Builtin } from './builtin.ts'
import { unset } from '../variable-access.ts'

export const getopts: Builtin = {
  name: 'getopts',
  usage: 'optstring name [arg ...]',
  summary: 'Takes options apart, one a call.',
  *run(shell, [optionText, name, ...given]) {
    if (optionText === undefined || name === undefined) {
      yield* write(shell, 'getopts: usage: getopts optstring name [arg ...]\n', 2)
      return 2
    }
    const args = given.length > 0 ? given : shell.positional
    const silent = optionText.startsWith(':')
    const letters = silent ? optionText.slice(1) : optionText
    let index = Number(getText(shell, 'OPTIND') ?? 1)
    if (index < 1) index = 1
    if (index !== shell.getoptsIndex) shell.getoptsOffset = 1
    const word = args[index - 1]
    const finish = (next: number) => {
      assign(shell, 'OPTIND', String(next))
      shell.getoptsIndex = next
    }
    if (word === undefined || !/^-./.test(word) || word === '--') {
      finish(word === '--' ? index + 1 : index)
      assign(shell, name, '?')
      return 1
    }
    const letter = word[shell.getoptsOffset]!
    const place = letters.indexOf(letter)
    const atEnd = shell.getoptsOffset + 1 >= word.length
    const advance = () => {
      shell.getoptsOffset = atEnd ? 1 : shell.getoptsOffset + 1
      finish(atEnd ? index + 1 : index)
    }
    if (place < 0 || letter === ':') {
      advance()
      assign(shell, name, '?')
      if (silent) assign(shell, 'OPTARG', letter)
      else {
        unset(shell, 'OPTARG')
        yield* write(shell, `${shell.name}: illegal option -- ${letter}\n`, 2)
      }
      return 0
    }
    if (letters[place + 1] !== ':') {
      advance()
      unset(shell, 'OPTARG')
      assign(shell, name, letter)
      return 0
    }
    const value = atEnd ? args[index] : word.slice(shell.getoptsOffset + 1)
    shell.getoptsOffset = 1
    finish(atEnd ? index + 2 : index + 1)
    if (value === undefined) {
      finish(index + 1)
      assign(shell, name, silent ? ':' : '?')
      if (silent) assign(shell, 'OPTARG', letter)
      else {
        unset(shell, 'OPTARG')
        yield* write(shell, `${shell.name}: option requires an argument -- ${letter}\n`, 2)
      }
      return 0
    }
    assign(shell, 'OPTARG', value)
    assign(shell, name, letter)
    return 0
  },
}
