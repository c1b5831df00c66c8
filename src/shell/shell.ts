import type { CompoundCommand, CompoundList, Redirected } from 'unbash'
import type { Process, Reader, Signal, Writer } from '../machine/index.ts'
import { createSource, lineAt, type Source } from './parse/syntax.ts'
import type { Job } from './run/job.ts'
import type { InputBuffer } from './run/input.ts'
import { Variables } from './variables.ts'

/** An open file of the shell. */
export interface Descriptor {
  readonly reader?: Reader
  readonly writer?: Writer
}

export interface FunctionDefinition {
  readonly name: string
  readonly body: CompoundCommand | Redirected | CompoundList
  readonly source: Source
  readonly text: string
}

export interface Frame {
  readonly name: string
  /** The line that it was called from. */
  readonly line: number
  readonly file: string
}

/** How error messages begin: `bash: line 3: `, `./script.sh: line 3: `, or, interactive, `bash: `. */
type MessageStyle = 'line' | 'plain'

/** All that a running shell knows; a subshell is a fork of it in another process. */
export class Shell {
  process: Process
  name = 'bash'
  /** `$$`: the process of the shell that began it all. */
  pid: number
  messageStyle: MessageStyle = 'line'
  interactive = false
  loginShell = false
  sourceKind: 'command' | 'script' | 'stdin' = 'command'
  variables = new Variables()
  functions = new Map<string, FunctionDefinition>()
  aliases = new Map<string, string>()
  /** Counts changes, so that text parsed earlier is parsed anew. */
  aliasVersion = 0
  options = new Set<string>(['hashall', 'braceexpand'])
  shopt = new Set<string>([
    'checkwinsize',
    'cmdhist',
    'complete_fullquote',
    'extquote',
    'force_fignore',
    'globasciiranges',
    'globskipdots',
    'hostcomplete',
    'interactive_comments',
    'patsub_replacement',
    'progcomp',
    'promptvars',
    'sourcepath',
  ])
  positional: readonly string[] = []
  status = 0
  pipeStatus: readonly number[] = [0]
  lastArgument = ''
  lastBackground: number | undefined
  descriptors = new Map<number, Descriptor>()
  jobs: Job[] = []
  traps = new Map<string, string>()
  pendingTraps: Signal[] = []
  interrupted = false
  source: Source = createSource('')
  position = 0
  frames: readonly Frame[] = []
  /** Above 0 where `set -e` does not apply: conditions, negations, all but the last of `&&`. */
  tolerant = 0
  loopDepth = 0
  sourceDepth = 0
  subshellLevel = 0
  hashed = new Map<string, string>()
  directoryStack: string[] = []
  startedAt: number
  secondsBase = 0
  randomCount = 0
  getoptsOffset = 1
  getoptsIndex = 1
  history: string[] = []
  historyFile: string | undefined
  /** What `read` took from a stream beyond its line. */
  inputs = new Map<Reader, InputBuffer>()
  /** Undone after the current command: files of process substitutions. */
  cleanups: (() => void | Promise<void>)[] = []
  expansionCode = 0
  inTrap = false
  /** Codes of jobs that were waited for. */
  endedJobs = new Map<number, number>()
  /** `$0` while a sourced file gives error messages its name. */
  dollarZero: string | undefined
  exitWarned = false
  umask = 0o022
  /** How deep in command substitutions: `set -x` shows it. */
  substitutionLevel = 0
  /** Ends a wait that a signal may cut short. */
  wake: (() => void) | undefined
  steps = 0

  constructor(process: Process) {
    this.process = process
    this.pid = process.pid
    this.startedAt = process.clock.now
    this.descriptors.set(0, { reader: process.stdin })
    this.descriptors.set(1, { writer: process.stdout })
    this.descriptors.set(2, { writer: process.stderr })
  }

  get line(): number {
    return lineAt(this.source, this.position)
  }

  /** A copy for a subshell, still in the same process until `enter` moves it. */
  fork(): Shell {
    const copy = Object.create(Shell.prototype) as Shell
    Object.assign(copy, this)
    copy.variables = this.variables.fork()
    copy.functions = new Map(this.functions)
    copy.aliases = new Map(this.aliases)
    copy.options = new Set(this.options)
    copy.shopt = new Set(this.shopt)
    copy.descriptors = new Map(this.descriptors)
    copy.jobs = []
    copy.traps = new Map([...this.traps].filter(([, action]) => action === ''))
    copy.pendingTraps = []
    copy.hashed = new Map(this.hashed)
    copy.directoryStack = [...this.directoryStack]
    copy.inputs = new Map(this.inputs)
    copy.cleanups = []
    copy.interactive = false
    copy.subshellLevel = this.subshellLevel + 1
    return copy
  }

  /** Counts one step of work; true once 10,000 have been done, which cost a millisecond. */
  step(): boolean {
    if (++this.steps < 10_000) return false
    this.steps = 0
    return true
  }

  /** `bash: line 1: ` */
  get prefix(): string {
    return this.messageStyle === 'plain' ? `${this.name}: ` : `${this.name}: line ${this.line}: `
  }

  has(option: string): boolean {
    return this.options.has(option)
  }
}
