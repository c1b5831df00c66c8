import { UsageError } from '../base/index.ts'
import type { Program } from '../machine/index.ts'

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** `1.5`, `2m`, `infinity` in milliseconds; undefined if it is none. */
export const parseInterval = (text: string): number | undefined => {
  if (/^inf(inity)?$/i.test(text)) return 1e15
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text)
  return match ? Number(match[1]) * units[match[2]!]! * 1000 : undefined
}

export const sleep: Program = {
  name: 'sleep',
  summary: 'Waits.',
  async run(process) {
    const words = process.argv.slice(1)
    if (words.length === 0) throw new UsageError("sleep: missing operand\nTry 'sleep --help' for more information.")
    let total = 0
    for (const word of words) {
      if (/^-[^\d]/.test(word)) throw new UsageError(`sleep: invalid option -- '${word[1]}'\nTry 'sleep --help' for more information.`)
      const time = parseInterval(word)
      if (time === undefined) throw new UsageError(`sleep: invalid time interval ‘${word}’\nTry 'sleep --help' for more information.`)
      total += time
    }
    await process.sleep(total)
    return 0
  },
}
