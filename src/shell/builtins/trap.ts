import { signalNumbers, type Signal } from '../../machine/index.ts'
import { complain, write } from '../run/output.ts'
import { installTrap, signalNames } from '../run/traps.ts'
import type { Builtin } from './builtin.ts'

const pseudo = ['EXIT', 'ERR', 'DEBUG', 'RETURN']

/** The name of a signal without SIG, from `INT`, `SIGINT`, `int` or `2`; undefined for none. */
export const signalName = (text: string): string | undefined => {
  if (text === '0') return 'EXIT'
  if (/^\d+$/.test(text)) return signalNames.find((name) => signalNumbers[`SIG${name}` as Signal] === Number(text))
  const name = text.toUpperCase().replace(/^SIG/, '')
  return (signalNames as readonly string[]).includes(name) || pseudo.includes(name) ? name : undefined
}

const shown = (name: string): string => (pseudo.includes(name) ? name : `SIG${name}`)

const order = (name: string): number => (name === 'EXIT' ? 0 : (signalNumbers[`SIG${name}` as Signal] ?? 100 + pseudo.indexOf(name)))

export const trap: Builtin = {
  name: 'trap',
  usage: '[-lp] [[arg] signal_spec ...]',
  summary: 'Says what to do on signals and at the end.',
  *run(shell, args) {
    const words = args[0] === '--' ? args.slice(1) : args
    if (words[0] === '-l') {
      yield* write(
        shell,
        `${signalNames.map((name) => `${String(signalNumbers[`SIG${name}` as Signal]).padStart(2)}) SIG${name}`).join('\n')}\n`,
      )
      return 0
    }
    if (words.length === 0 || words[0] === '-p') {
      const wanted = words.slice(1).map(signalName)
      const names = [...shell.traps.keys()]
        .filter((name) => wanted.length === 0 || wanted.includes(name))
        .sort((a, b) => order(a) - order(b))
      for (const name of names) yield* write(shell, `trap -- '${shell.traps.get(name)!.replace(/'/g, "'\\''")}' ${shown(name)}\n`)
      return 0
    }
    const resets = words[0] === '-' || (words.length === 1 && signalName(words[0]!) !== undefined) || /^\d+$/.test(words[0]!)
    const action = resets ? undefined : words[0]!
    if (words.length === 1 && !resets) {
      yield* write(shell, 'trap: usage: trap [-lp] [[arg] signal_spec ...]\n', 2)
      return 2
    }
    let code = 0
    for (const word of words[0] === '-' || !resets ? words.slice(1) : words) {
      const name = signalName(word)
      if (name === undefined) {
        yield* complain(shell, `trap: ${word}: invalid signal specification`)
        code = 1
        continue
      }
      if (action === undefined) shell.traps.delete(name)
      else shell.traps.set(name, action)
      installTrap(shell, name)
    }
    return code
  },
}
