import type { Volatile } from './transcript.ts'

const duration = '(?:\\d+(?:\\.\\d+)?(?:ns|µs|us|ms|s|m|h|d|y))+'
const safe = 'bcdfghjklmnpqrstvwxz2456789'
const ageHeaders = new Set(['AGE', 'LAST SEEN', 'FIRST SEEN', 'LAST SCHEDULE', 'DURATION', 'Age', 'LASTSEEN', 'REQUESTEDDURATION'])
const pullTimes = `in ${duration} \\(${duration} including waiting\\)`

/** What differs between two runs of a real cluster, and what it becomes, in the order in which it is replaced. */
const substitutions: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, '<jwt>'],
  [/^[EWIF]\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ /gm, '<klog> '],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d\d:?\d\d)(?: UTC)?/g, '<time>'],
  [/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)/g, '<time>'],
  [/\b\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT/g, '<time>'],
  [/-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/g, '<pem>'],
  [/((?:"resourceVersion"|resourceVersion|Resource Version|minResourceVersion|"resource_version"): *"?)\d+/g, '$1<rv>'],
  [/(resourceVersion(?:=|%3D))\d+/g, '$1<rv>'],
  [/(too old resource version: )\d+ \(\d+\)/g, '$1<rv> (<rv>)'],
  [/\b[0-9a-f]{64}\b/g, '<sha>'],
  [/[A-Za-z0-9+/_-]{80,}={0,2}/g, '<b64>'],
  [new RegExp(`${pullTimes}\\. Image size: \\d+ bytes`, 'g'), 'in <dur> (<dur> including waiting). Image size: <n> bytes'],
  [new RegExp(`\\b${pullTimes}`, 'g'), 'in <dur> (<dur> including waiting)'],
  [new RegExp(`\\(${duration} ago\\)`, 'g'), '(<age> ago)'],
  [new RegExp(`${duration} \\(x\\d+ over ${duration}\\)`, 'g'), '<age>'],
  [new RegExp(`^((?:Duration|Age|Last Transition|AGE):\\s+)${duration}$`, 'gm'), '$1<age>'],
  [/(127\.0\.0\.1|10\.0\.0\.10):(?!6443|2379|2380|2381|1025\d)\d{4,5}\b/g, '$1:<port>'],
  [new RegExp(`^(\\s*)"${duration}"(,?)$`, 'gm'), '$1"<age>"$2'],
  [new RegExp(`\\(lasts ${duration}\\)`, 'g'), '(lasts <age>)'],
  [/(ResourceVersion in record \()\d+/g, '$1<rv>'],
  [/(Too large resource version: \d+, current: )\d+/g, '$1<rv>'],
  [/\.[0-9a-f]{16}\b/g, '.<evt>'],
  [/-\d{8}\b/g, '-<cron>'],
]

/** Names that a cluster makes up; each becomes `<kind:number>`. */
const madeUp: readonly (readonly [string, RegExp])[] = [
  ['uid', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g],
  ['hash', new RegExp(`(?<=-)[${safe}]{8,10}(?![\\w])`, 'g')],
  ['hash', new RegExp(`(?<=-)(?=[a-z]*\\d)[${safe}]{6,7}(?![\\w])`, 'g')],
  ['hash', new RegExp(`(?<=pod-template-hash[=:])[${safe}]{5,10}(?!\\w)`, 'g')],
  ['hash', new RegExp(`(?:(?<=pod-template-hash: )|(?<=pod-template-hash":")|(?<=pod-template-hash": "))"?[${safe}]{5,10}\\b"?`, 'g')],
  [
    'hash',
    new RegExp(
      `(?:(?<=controller-revision-hash=)|(?<=controller-revision-hash: )|(?<=controller-revision-hash":")|(?<=controller-revision-hash": "))[${safe}]{5,10}(?!\\w)`,
      'g',
    ),
  ],
  ['rand', new RegExp(`(?<=-)[${safe}]{5}(?![\\w])`, 'g')],
  ['podip', /\b10\.244\.\d+\.\d+\b(?!\/)/g],
  ['clusterip', /\b10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+\b(?!\/)/g],
  ['nodeport', /(?<![\d.:/-])(?:(?<=:))?3[0-2]\d{3}\b(?![\d.])|(?<=:)3[0-2]\d{3}(?=\/(?:TCP|UDP))|(?<=:)3[0-2]\d{3}\b/g],
]
const kept = new Set(['10.96.0.1', '10.96.0.10', 'https'])

const kubeletEvent =
  /\bkubelet\b|^\S*\s*(?:Normal|Warning)\s+(?:Pulled|Pulling|Created|Started|Killing|BackOff|Failed|Unhealthy|FailedMount|NodeHas\w+|NodeReady|NodeNotSchedulable|NodeSchedulable|NodeAllocatableEnforced|Starting)\s/

interface Token {
  readonly kind: string
  readonly value: string
}

interface Line {
  /** The line with placeholders that have no number. */
  readonly plain: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly order: readonly number[]
}

type AgeColumns = readonly (readonly [start: number, end: number | undefined])[]

const ageColumnsOf = (line: string): AgeColumns | undefined => {
  const cells = line
    .trimEnd()
    .split(/\s{2,}/)
    .filter(Boolean)
  const isHeader =
    (line !== '' && cells.length > 1 && cells.every((cell) => /^[A-Z][A-Z0-9 _()/.:-]*$/.test(cell))) ||
    /^\s*Type\s{2,}Reason\s{2,}Age/.test(line)
  if (!isHeader) return undefined
  const headers = [...line.matchAll(/\S+(?: \S+)*/g)]
  return headers.flatMap((header, index) => (ageHeaders.has(header[0]) ? [[header.index, headers[index + 1]?.index] as const] : []))
}

const replaceAges = (line: string, columns: AgeColumns): string => {
  let result = line
  for (const [start, end] of [...columns].reverse()) {
    const cell = result.slice(start, end)
    if (new RegExp(`^${duration}\\s*$`).test(cell) && (start === 0 || result[start - 1] === ' ')) {
      result = `${result.slice(0, start)}<age>${end ? '   ' : ''}${end ? result.slice(end) : ''}`
    } else if (end === undefined && new RegExp(`(?:^|\\s)${duration}$`).test(result.slice(start > 8 ? start - 8 : 0))) {
      result = result.replace(new RegExp(`${duration}$`), '<age>')
    }
  }
  return result
}

const hideAges = (text: string, command: string): string => {
  let columns: AgeColumns | undefined
  return text
    .split('\n')
    .map((line) => {
      const header = ageColumnsOf(line)
      if (header) {
        columns = header
        return line
      }
      if (line.trim() === '' && !line.includes('\t')) columns = undefined
      if (columns) return replaceAges(line, columns)
      if (command.includes('--no-headers')) return line.replace(new RegExp(`(?:(?<=\\s{2})|^)${duration}(?=\\s{2}|$)`, 'g'), '<age>')
      if (/-w\b|--watch/.test(command)) return line.replace(new RegExp(`(?<=\\s{2})${duration}$`), '<age>')
      return line
    })
    .join('\n')
}

const tidy = (line: string, flags: ReadonlySet<string>): string => {
  let result = line
  if (flags.has('nodes')) result = result.replace(/\bnode0[1-9]\b/g, '<node>')
  if (flags.has('numbers')) result = result.replace(/\d+/g, '<n>')
  result = result.trimEnd()
  const refusal = /^(.*due to error: )\[(.*)\](.*)$/.exec(result)
  if (refusal)
    result = `${refusal[1]}[${refusal[2]!
      .split(/, (?=cannot delete )/)
      .sort()
      .join(', ')}]${refusal[3]}`
  if (result.startsWith('Warning: ') && result.includes('; ')) result = `Warning: ${result.slice(9).split('; ').sort().join('; ')}`
  const indent = result.length - result.trimStart().length
  return (
    ' '.repeat(indent) +
    result
      .slice(indent)
      .replace(/ {2,}/g, '  ')
      .replace(/(?<=\+)-{3,}(?=\+)/g, '---')
  )
}

const compareText = (a: Line, b: Line): number => (a.plain < b.plain ? -1 : a.plain > b.plain ? 1 : 0)

/** Turns outputs of one side of one scenario into comparable lines; numbers made-up names in the order of the steps. */
export class Normaliser {
  readonly #authored: string
  readonly #numbers = new Map<string, number>()
  readonly #counts = new Map<string, number>()

  constructor(authored: string) {
    this.#authored = authored
  }

  lines(text: string, command: string, flags: ReadonlySet<Volatile | 'unordered'>): readonly string[] {
    let whole = hideAges(text.replaceAll('\r', ''), command)
    for (const [pattern, replacement] of substitutions) whole = whole.replace(pattern, replacement)
    const lines: Line[] = []
    for (const raw of whole.split('\n')) {
      if (flags.has('kubelet-events') && kubeletEvent.test(raw)) continue
      const line = this.#tokenise(tidy(raw, flags))
      if (lines.at(-1)?.text === line.text && /^\s*(<age>\s+)?(Normal|Warning)\s/.test(line.plain)) continue
      lines.push(line)
    }
    while (lines.length > 0 && lines.at(-1)!.plain === '') lines.pop()
    if (flags.has('unordered')) lines.sort(compareText)
    for (const line of [...lines].sort(compareText)) for (const index of line.order) this.#number(line.tokens[index]!)
    if (flags.has('ids')) return lines.map(({ plain }) => plain)
    return lines.map(({ text: marked, tokens }) =>
      marked.replace(/\x01(\d+)\x02/g, (_, index: string) => this.#named(tokens[Number(index)]!)),
    )
  }

  #tokenise(line: string): Line {
    const tokens: Token[] = []
    let text = line
    for (const [kind, pattern] of madeUp) {
      text = text.replace(pattern, (value) => {
        if (kept.has(value) || ((kind === 'clusterip' || kind === 'nodeport') && this.#authored.includes(value))) return value
        tokens.push({ kind, value: value.replace(/^"|"$/g, '') })
        return `\x01${tokens.length - 1}\x02`
      })
    }
    const order = [...text.matchAll(/\x01(\d+)\x02/g)].map((match) => Number(match[1]))
    return { plain: text.replace(/\x01(\d+)\x02/g, (_, index: string) => `<${tokens[Number(index)]!.kind}>`), text, tokens, order }
  }

  #number({ kind, value }: Token): void {
    const key = `${kind} ${value}`
    if (this.#numbers.has(key)) return
    const number = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, number)
    this.#numbers.set(key, number)
  }

  #named({ kind, value }: Token): string {
    return `<${kind}:${this.#numbers.get(`${kind} ${value}`)}>`
  }
}
