import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const two = (value: number): string => String(value).padStart(2, '0')

/** strftime in UTC, with GNU's `%N`, `%:z` and the flags `-`, `_` and `0`. */
export const formatDate = (format: string, at: number): string => {
  const date = new Date(at)
  const hour = date.getUTCHours()
  const dayOfYear =
    Math.floor(
      (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000,
    ) + 1
  const fields: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getUTCFullYear()),
    y: () => two(date.getUTCFullYear() % 100),
    C: () => two(Math.floor(date.getUTCFullYear() / 100)),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    e: () => String(date.getUTCDate()).padStart(2),
    H: () => two(hour),
    I: () => two(hour % 12 || 12),
    k: () => String(hour).padStart(2),
    l: () => String(hour % 12 || 12).padStart(2),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    p: () => (hour < 12 ? 'AM' : 'PM'),
    P: () => (hour < 12 ? 'am' : 'pm'),
    N: () => `${String(Math.floor(at % 1000)).padStart(3, '0')}000000`,
    s: () => String(Math.floor(at / 1000)),
    j: () => String(dayOfYear).padStart(3, '0'),
    u: () => String(date.getUTCDay() || 7),
    w: () => String(date.getUTCDay()),
    a: () => days[date.getUTCDay()]!.slice(0, 3),
    A: () => days[date.getUTCDay()]!,
    b: () => months[date.getUTCMonth()]!.slice(0, 3),
    h: () => months[date.getUTCMonth()]!.slice(0, 3),
    B: () => months[date.getUTCMonth()]!,
    F: () => formatDate('%Y-%m-%d', at),
    T: () => formatDate('%H:%M:%S', at),
    R: () => formatDate('%H:%M', at),
    D: () => formatDate('%m/%d/%y', at),
    x: () => formatDate('%m/%d/%y', at),
    X: () => formatDate('%H:%M:%S', at),
    c: () => formatDate('%a %b %e %H:%M:%S %Y', at),
    r: () => formatDate('%I:%M:%S %p', at),
    Z: () => 'UTC',
    z: () => '+0000',
    ':z': () => '+00:00',
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  }
  return format.replace(/%([-_0^]?)(\d*)(:z|[a-zA-Z%])/g, (whole, flag: string, width: string, letter: string) => {
    let text = fields[letter]?.()
    if (text === undefined) return whole
    if (letter === 'N' && width) text = text.slice(0, Number(width))
    if (flag === '-') text = text.replace(/^[0 ]+(?=.)/, '')
    if (flag === '_') text = text.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length))
    return flag === '^' ? text.toUpperCase() : text
  })
}

const unitsInMs: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
}

/** What `date -d` understands of dates: ISO forms, `@seconds`, `now`, and offsets such as `-5 minutes`, `2 days ago`. */
export const parseDate = (text: string, now: number): number | undefined => {
  let rest = text.trim()
  let at = now
  const epoch = /^@(-?\d+(?:\.\d+)?)/.exec(rest)
  const iso = /^(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?))?\s*(Z|UTC|GMT|[-+]\d{2}:?\d{2})?/.exec(rest)
  if (epoch) {
    at = Number(epoch[1]) * 1000
    rest = rest.slice(epoch[0].length)
  } else if (iso) {
    const [year, month, day] = iso[1]!.split('-')
    const zone = !iso[3] || /^[A-Z]/.test(iso[3]) ? 'Z' : iso[3].replace(/(\d{2}):?(\d{2})$/, '$1:$2')
    const time = iso[2] ? (iso[2].split(':').length === 2 ? `${iso[2].padStart(5, '0')}:00` : iso[2].padStart(8, '0')) : '00:00:00'
    at = Date.parse(`${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}T${time}${zone}`)
    rest = rest.slice(iso[0].length)
  } else {
    const written =
      /^(?:[A-Za-z]{3},?\s+)?(?:\d{1,2}\s+[A-Za-z]{3,9}|[A-Za-z]{3,9}\s+\d{1,2},?)\s+(?:\d{2}:\d{2}:\d{2}\s+)?(?:[A-Z]{3}\s+)?\d{4}(?:\s+\d{2}:\d{2}:\d{2})?(?:\s+[A-Z]{3})?/.exec(
        rest,
      )
    if (written) {
      at = Date.parse(/UTC|GMT/.test(written[0]) ? written[0] : `${written[0]} UTC`)
      rest = rest.slice(written[0].length)
    }
  }
  for (
    let word =
      /^\s*(now|today|yesterday|tomorrow|([-+]?\s*\d+)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(\s+ago)?|(next|last)\s+(day|week|month|year|hour))/i.exec(
        rest,
      );
    word && rest.trim() !== '';
    word =
      /^\s*(now|today|yesterday|tomorrow|([-+]?\s*\d+)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(\s+ago)?|(next|last)\s+(day|week|month|year|hour))/i.exec(
        rest,
      )
  ) {
    const [whole, first, amount, unit, ago, direction, which] = word
    rest = rest.slice(whole.length)
    if (/^yesterday$/i.test(first!)) at -= 86_400_000
    if (/^tomorrow$/i.test(first!)) at += 86_400_000
    const name = (unit ?? which)?.toLowerCase()
    if (!name) continue
    const count = (direction ? (direction.toLowerCase() === 'next' ? 1 : -1) : Number(amount!.replace(/\s/g, ''))) * (ago ? -1 : 1)
    if (unitsInMs[name]) at += count * unitsInMs[name]
    else {
      const date = new Date(at)
      if (name === 'month') date.setUTCMonth(date.getUTCMonth() + count)
      else date.setUTCFullYear(date.getUTCFullYear() + count)
      at = date.getTime()
    }
  }
  return rest.trim() === '' && !Number.isNaN(at) ? at : undefined
}

const isoFormats: Readonly<Record<string, string>> = {
  '': '%Y-%m-%d',
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
}

export const date: Program = {
  name: 'date',
  summary: 'Shows the time.',
  async run(process) {
    let at = process.clock.now
    let format = '%a %b %e %H:%M:%S UTC %Y'
    const words = process.argv.slice(1)
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!
      const value = (long: string): string | undefined =>
        word === `--${long}` ? words[++i] : word.startsWith(`--${long}=`) ? word.slice(long.length + 3) : undefined
      const given = word === '-d' ? words[++i] : /^-d./.test(word) ? word.slice(2) : value('date')
      if (given !== undefined) {
        const parsed = parseDate(given, at)
        if (parsed === undefined) throw new UsageError(`date: invalid date ‘${given}’`)
        at = parsed
      } else if (word.startsWith('+')) format = word.slice(1)
      else if (word === '-u' || word === '--utc' || word === '--universal') continue
      else if (word === '-R' || word === '--rfc-email') format = '%a, %d %b %Y %H:%M:%S %z'
      else if (/^-I/.test(word)) format = isoFormats[word.slice(2)] ?? format
      else if (/^--iso-8601/.test(word)) format = isoFormats[word.split('=')[1] ?? ''] ?? format
      else if (/^--rfc-3339/.test(word)) format = word.endsWith('=date') ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S%:z'
      else if (word === '-r') at = process.files.stat(words[++i] ?? '').modifiedAt
      else if (word.startsWith('-'))
        throw new UsageError(
          `date: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word[1]}'`}\nTry 'date --help' for more information.`,
        )
      else throw new UsageError(`date: invalid date ‘${word}’`)
    }
    await process.print(`${formatDate(format, at)}\n`)
    return 0
  },
}
