import type { Process } from '../../machine/index.ts'

/** The flags of a daemon's command line, `--name=value` or `--name value`; the last of a name counts. */
export class Flags {
  readonly #values = new Map<string, string>()
  readonly rest: readonly string[]

  constructor(argv: readonly string[]) {
    const rest: string[] = []
    for (let i = 1; i < argv.length; i++) {
      const word = argv[i]!
      const match = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word)
      if (!match) rest.push(word)
      else if (match[2] !== undefined) this.#values.set(match[1]!, match[2])
      else if (argv[i + 1] !== undefined && !argv[i + 1]!.startsWith('-')) this.#values.set(match[1]!, argv[++i]!)
      else this.#values.set(match[1]!, 'true')
    }
    this.rest = rest
  }

  get names(): readonly string[] {
    return [...this.#values.keys()]
  }

  get(name: string, otherwise = ''): string {
    return this.#values.get(name) ?? otherwise
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  list(name: string): readonly string[] {
    return this.get(name)
      .split(',')
      .filter((item) => item !== '')
  }
}

/** The head of a klog line: `E1120 21:33:46.631793      74 `. */
export const klog = (process: Process, severity: 'I' | 'W' | 'E' | 'F', text: string): string => {
  const time = new Date(Math.floor(process.clock.now)).toISOString()
  const micro = String(Math.floor((process.clock.now % 1) * 1000) % 1000).padStart(3, '0')
  return `${severity}${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 23)}${micro} ${String(process.pid).padStart(7)} ${text}\n`
}

/** Writes a klog line to stderr; a daemon whose stderr is full does not wait. */
export const logLine = (process: Process, severity: 'I' | 'W' | 'E' | 'F', text: string): void => {
  void process.printError(klog(process, severity, text))
}

/** How Kubernetes' components end when they cannot start (`k8s.io/component-base/cli/run.go`). */
export const commandFailed = (process: Process, reason: string): number => {
  logLine(process, 'E', `run.go:72] "command failed" err=${JSON.stringify(reason)}`)
  return 1
}
