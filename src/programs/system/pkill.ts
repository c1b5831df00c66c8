import { UsageError } from '../../base/index.ts'
import { signalNumbers, type Process, type Program, type Signal } from '../../machine/index.ts'
import { getopt, gnuWording, type Option } from '../getopt.ts'

const known: readonly Option[] = [
  { letter: 'f', long: 'full' },
  { letter: 'x', long: 'exact' },
  { letter: 'u', long: 'euid', value: 'required' },
  { letter: 'n', long: 'newest' },
  { letter: 'o', long: 'oldest' },
  { letter: 'a', long: 'list-full' },
  { letter: 'l', long: 'list-name' },
  { letter: 'c', long: 'count' },
]

const matching = (
  process: Process,
  words: readonly string[],
  program: string,
): { readonly list: readonly Process[]; readonly full: boolean; readonly names: boolean; readonly count: boolean } => {
  const options = getopt(words, known, gnuWording(program, 2))
  const [pattern] = options.operands
  if (pattern === undefined)
    throw new UsageError(`${program}: no matching criteria specified\nTry \`${program} --help' for more information.`, 2)
  const expression = new RegExp(options.has('exact') ? `^(?:${pattern})$` : pattern)
  const text = (one: Process): string => (options.has('full') ? one.argv.join(' ') : (one.argv[0] ?? '').split('/').at(-1)!)
  const list = [...process.machine.processes.values()]
    .filter((one) => one.pid !== process.pid && expression.test(text(one)))
    .filter((one) => !options.has('euid') || one.user.name === options.get('euid'))
  const chosen = options.has('newest') ? list.slice(-1) : options.has('oldest') ? list.slice(0, 1) : list
  return { list: chosen, full: options.has('list-full'), names: options.has('list-name'), count: options.has('count') }
}

export const pgrep: Program = {
  name: 'pgrep',
  summary: 'Finds processes by name.',
  run: async (process) => {
    const { list, full, names, count } = matching(process, process.argv.slice(1), 'pgrep')
    const line = (one: Process): string => `${one.pid}${full ? ` ${one.argv.join(' ')}` : names ? ` ${one.argv[0]}` : ''}\n`
    await process.print(count ? `${list.length}\n` : list.map(line).join(''))
    return list.length > 0 ? 0 : 1
  },
}

export const pkill: Program = {
  name: 'pkill',
  summary: 'Sends a signal to processes by name.',
  run: (process) => {
    const words = process.argv.slice(1)
    const named = words.find((word) => /^-([A-Z]{3,}\d?|\d+)$/.test(word))?.slice(1)
    const signal =
      (Object.keys(signalNumbers) as Signal[]).find(
        (name) => name === named || name === `SIG${named}` || String(signalNumbers[name]) === named,
      ) ?? 'SIGTERM'
    const { list } = matching(
      process,
      words.filter((word) => word !== `-${named}`),
      'pkill',
    )
    for (const one of list) one.kill(signal)
    return list.length > 0 ? 0 : 1
  },
}
