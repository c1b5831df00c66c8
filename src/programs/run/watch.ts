import { UsageError } from '../../base/index.ts'
import { CollectingWriter, type Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

const timeText = (at: number): string => {
  const date = new Date(at)
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${date.getUTCFullYear()}`
}

export const watch: Program = {
  name: 'watch',
  summary: 'Runs a command again and again and shows its output.',
  async run(process) {
    // Options end at the first word of the command.
    const words = process.argv.slice(1)
    let end = 0
    while (end < words.length && /^-./.test(words[end]!)) end += /^(?:-n|--interval)$/.test(words[end]!) ? 2 : 1
    const options = getopt(
      words.slice(0, end),
      [
        { letter: 'n', long: 'interval', value: 'required' },
        { letter: 'd', long: 'differences', value: 'optional' },
        { letter: 't', long: 'no-title' },
        { letter: 'x', long: 'exec' },
        { letter: 'c', long: 'color' },
        { letter: 'e', long: 'errexit' },
        { letter: 'g', long: 'chgexit' },
        { letter: 'b', long: 'beep' },
        { letter: 'p', long: 'precise' },
      ],
      gnuWording('watch'),
    )
    const command = words.slice(end).filter((word, i) => i > 0 || word !== '--')
    if (command.length === 0) throw new UsageError('Usage:\n watch [options] command')
    const interval = Math.max(0.1, Number(options.get('interval') ?? 2)) * 1000
    const { tty } = process.stdout
    let previous: string | undefined
    if (tty) await process.print('\x1b[?1049h\x1b[?25l')
    try {
      for (;;) {
        const output = new CollectingWriter()
        const child = process.spawn(options.has('exec') ? command : ['sh', '-c', command.join(' ')], { stdout: output, stderr: output })
        const code = await child.exited
        const [columns, rows] = [tty?.columns ?? 80, tty?.rows ?? 24]
        const left = `Every ${(interval / 1000).toFixed(1)}s: ${command.join(' ')}`
        const right = `${process.machine.hostname}: ${timeText(process.clock.now)}`
        const title = options.has('no-title')
          ? ''
          : `${left.slice(0, Math.max(0, columns - right.length - 1)).padEnd(columns - right.length)}${right}\n\n`
        const lines = output.text.split('\n').slice(0, rows - (title ? 2 : 0))
        await process.print(tty ? `\x1b[H\x1b[2J${title}${lines.join('\n').replace(/\n$/, '')}` : `${title}${output.text}`)
        if (options.has('errexit') && code !== 0) return 8
        if (options.has('chgexit') && previous !== undefined && previous !== output.text) return 0
        previous = output.text
        await process.sleep(interval)
      }
    } finally {
      // The process may be gone by ^C: its terminal is put right all the same.
      if (tty) void tty.output.write(new TextEncoder().encode('\x1b[?25h\x1b[?1049l'))
    }
  },
}
