import type { Process } from '../machine/index.ts'
import type { ClientConfig } from './client-config.ts'
import type { KubectlSession } from './session.ts'

export interface Flag {
  readonly name: string
  readonly short?: string
  /** pflag's types: `list` is a stringSlice (comma separated, repeatable), `array` a stringArray, `count` unused. */
  readonly kind: 'boolean' | 'string' | 'int' | 'list' | 'array' | 'duration'
  readonly default?: string
  /** The value of the flag when it stands alone, as `--dry-run` means `--dry-run=unchanged`. */
  readonly alone?: string
  readonly summary: string
  readonly hidden?: boolean
  /** cobra's MarkFlagRequired: `required flag(s) "image" not set`. */
  readonly required?: boolean
  /** The notice for a flag that is to be gone: `Flag --record has been deprecated, ...`. */
  readonly deprecated?: string
}

/** The flags of one invocation, parsed and with defaults filled in. */
export interface FlagValues {
  string(name: string): string
  boolean(name: string): boolean
  int(name: string): number
  list(name: string): readonly string[]
  /** Milliseconds. */
  duration(name: string): number
  /** True if the user gave the flag. */
  changed(name: string): boolean
  /** True if the command has such a flag at all. */
  has(name: string): boolean
}

export interface ConnectOptions {
  /**
   * How often discovery is tried, and a memcache.go line printed, when the server is not reached: 5 for what needs the
   * RESTMapper (unless the discovery cache on disk is fresh), 1 for api-resources, 0 for what goes straight to a path.
   */
  readonly attempts?: number
  /** Tried even if the cache on disk is fresh. */
  readonly ignoreCache?: boolean
}

/** One run of a verb. */
export interface Invocation {
  readonly process: Process
  readonly verb: Verb
  /** `kubectl rollout undo`: the path of command names. */
  readonly path: readonly string[]
  readonly args: readonly string[]
  /** Where `--` stood among the args, or -1. */
  readonly dashAt: number
  readonly flags: FlagValues
  /** What the user typed after `kubectl`. */
  readonly argv: readonly string[]
  readonly kubeconfig: ClientConfig
  /** Namespace by -n, else of the context, else `default`. */
  readonly namespace: string
  /** True if it came from -n. */
  readonly namespaceGiven: boolean
  /** Milliseconds that a request may take; 0 for as long as it likes. */
  readonly requestTimeout: number
  /** Dials the API server of the kubeconfig (once); throws a UsageError with kubectl's words if it is not reached. */
  connect(options?: ConnectOptions): Promise<KubectlSession>
  /** Writes to stdout; the text is taken as it is. */
  out(text: string): void | Promise<void>
  /** Writes to stderr. */
  error(text: string): void | Promise<void>
}

/** A kubectl command; one file in verbs/ each. A parent (rollout, set, create) has `commands`. */
export interface Verb {
  readonly name: string
  readonly aliases?: readonly string[]
  /** Own words; one sentence. */
  readonly summary: string
  readonly description?: string
  readonly examples?: readonly string[]
  /** As after `kubectl `, `rollout undo (TYPE NAME | TYPE/NAME) [flags]`. */
  readonly usage: string
  readonly group?:
    'basic-beginner' | 'basic-intermediate' | 'deploy' | 'cluster' | 'troubleshoot' | 'advanced' | 'settings' | 'other' | 'subcommand'
  readonly flags: readonly Flag[]
  readonly commands?: readonly Verb[]
  readonly hidden?: boolean
  /** For a parent without `run`: where its help goes when no subcommand is named, and the exit code; stderr and 1 as most do. */
  readonly bare?: { readonly to: 'stdout' | 'stderr'; readonly code: number }
  /** Returns the exit code; throws UsageError or ApiError with what kubectl says. Absent where only subcommands run. */
  run?(invocation: Invocation): Promise<number>
}
