import { ApiError, SystemError, UsageError, parseDuration } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import { loadClientConfig, type ClientConfig } from './client-config.ts'
import { askForUsername, dialServer } from './connect.ts'
import { ConnectionError } from './errors.ts'
import type { ParsedFlags } from './flags.ts'
import { klogLine } from './klog.ts'
import { KubectlSession } from './session.ts'
import type { ConnectOptions, FlagValues, Invocation, Verb } from './verb.ts'

const cacheLifetime = 6 * 3_600_000

/** The global flags alone: a verb's own flag of the same name (`create rolebinding --user`) says nothing about the connection. */
const globalView = (verb: Verb, flags: FlagValues): FlagValues => {
  const own = new Set(verb.flags.map((flag) => flag.name))
  return {
    string: (name) => (own.has(name) ? '' : flags.string(name)),
    boolean: (name) => !own.has(name) && flags.boolean(name),
    int: (name) => (own.has(name) ? 0 : flags.int(name)),
    list: (name) => (own.has(name) ? [] : flags.list(name)),
    duration: (name) => (own.has(name) ? 0 : flags.duration(name)),
    changed: (name) => !own.has(name) && flags.changed(name),
    has: (name) => !own.has(name) && flags.has(name),
  }
}

/** One run of a verb: what its `run` gets. */
export class KubectlInvocation implements Invocation {
  readonly process: Process
  readonly verb: Verb
  readonly path: readonly string[]
  readonly argv: readonly string[]
  readonly args: readonly string[]
  readonly dashAt: number
  readonly flags: FlagValues
  #config: ClientConfig | undefined
  #session: KubectlSession | undefined

  constructor(process: Process, verb: Verb, path: readonly string[], parsed: ParsedFlags) {
    this.process = process
    this.verb = verb
    this.path = path
    this.argv = process.argv.slice(1)
    this.args = parsed.args
    this.dashAt = parsed.dashAt
    this.flags = parsed.values
  }

  get kubeconfig(): ClientConfig {
    return (this.#config ??= loadClientConfig(this.process, globalView(this.verb, this.flags)))
  }

  get namespace(): string {
    return this.kubeconfig.namespace
  }

  get namespaceGiven(): boolean {
    return this.flags.string('namespace') !== ''
  }

  get warnings(): number {
    return this.#session?.warnings ?? 0
  }

  get requestTimeout(): number {
    const text = this.flags.string('request-timeout')
    if (text === '' || text === '0') return 0
    if (/^\d+$/.test(text)) return Number(text) * 1000
    try {
      return parseDuration(text)
    } catch {
      throw new UsageError(
        `Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
      )
    }
  }

  get #cacheFile(): string {
    const home = this.process.env.get('HOME') ?? this.process.user.home
    const root = this.flags.string('cache-dir') || this.process.env.get('KUBECACHEDIR') || `${home}/.kube/cache`
    const host = this.kubeconfig.server.replace(/^https?:\/\//, '').replace(/[^\w/.()]/g, '_')
    return `${root}/discovery/${host}/servergroups.json`
  }

  #cacheIsFresh(): boolean {
    try {
      return this.process.clock.now - this.process.files.stat(this.#cacheFile).modifiedAt < cacheLifetime
    } catch (error) {
      if (error instanceof SystemError) return false
      throw error
    }
  }

  async connect(options: ConnectOptions = {}): Promise<KubectlSession> {
    if (this.#session) return this.#session
    let config = this.kubeconfig
    const { impersonate } = config
    if (!impersonate.user && (impersonate.groups.length > 0 || impersonate.uid)) {
      throw new UsageError('requesting uid, groups or user-extra for kubernetes-admin without impersonating a user')
    }
    if (config.anonymous) config = this.#config = { ...config, basic: await askForUsername(this.process), anonymous: false }
    return (this.#session = await this.#open(config, options))
  }

  /** Dials, and asks for the server's groups, as often as kubectl does, with the memcache.go line for each failure. */
  async #open(config: ClientConfig, options: ConnectOptions): Promise<KubectlSession> {
    const timeout = this.requestTimeout
    const seconds = timeout > 0 ? this.flags.string('request-timeout') : '32s'
    const url = `${config.server}/api?timeout=${/^\d+$/.test(seconds) ? `${seconds}s` : seconds}`
    const wanted = options.attempts ?? 5
    const discoveryCached = !options.ignoreCache && this.#cacheIsFresh()
    const attempts = discoveryCached ? 0 : wanted
    for (let attempt = 1; ; attempt++) {
      try {
        const endpoint = await dialServer(this.process, config, url, timeout)
        const session = new KubectlSession({
          process: this.process,
          endpoint,
          config,
          verbosity: this.flags.int('v'),
          cacheFile: this.#cacheFile,
          discoveryCached,
        })
        if (attempts > 0) session.discover()
        return session
      } catch (error) {
        if (!(error instanceof ConnectionError || error instanceof ApiError) || attempts === 0) throw error
        await this.error(
          klogLine(
            this.process,
            'E',
            'memcache.go:265',
            `"Unhandled Error" err=${JSON.stringify(`couldn't get current server API group list: ${error.message}`)}`,
          ),
        )
        if (attempt >= attempts) throw error
      }
    }
  }

  out(text: string): void | Promise<void> {
    return text === '' ? undefined : this.process.print(text)
  }

  error(text: string): void | Promise<void> {
    return text === '' ? undefined : this.process.printError(text)
  }
}
