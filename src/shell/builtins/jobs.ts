import { signalNumbers, type Process, type Signal } from '../../machine/index.ts'
import { awaitForeground, waitForChange } from '../run/foreground.ts'
import { currentOrder, findJob, jobLine, refresh, type Job } from '../run/job.ts'
import { complain, write } from '../run/output.ts'
import { runPendingTraps, signalNames } from '../run/traps.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import type { Builtin } from './builtin.ts'
import { parseOptions } from './options.ts'
import { signalName } from './trap.ts'

export const jobs: Builtin = {
  name: 'jobs',
  usage: '[-lnprs] [jobspec ...]',
  summary: 'Lists the jobs.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'jobs', args, 'lnprs', 'jobs [-lnprs] [jobspec ...] or jobs -x command [args]')
    if (!options) return 2
    for (const job of shell.jobs) refresh(job)
    let chosen = shell.jobs.filter(({ disowned }) => !disowned)
    for (const word of options.rest) {
      const job = findJob(shell.jobs, word)
      if (!job) {
        yield* complain(shell, `jobs: ${word}: no such job`)
        return 1
      }
      chosen = [job]
    }
    for (const job of chosen) {
      if (options.flags.has('r') && job.state !== 'running') continue
      if (options.flags.has('s') && job.state !== 'stopped') continue
      yield* write(shell, options.flags.has('p') ? `${job.group}\n` : `${jobLine(shell.jobs, job, options.flags.has('l'))}\n`)
      job.told = true
    }
    shell.jobs = shell.jobs.filter(({ state }) => state !== 'done')
    return 0
  },
}

const signalJob = (shell: Shell, job: Job, signal: Signal): void => {
  if (!shell.has('monitor')) for (const process of job.processes) process.kill(signal)
  else for (const process of shell.process.machine.processes.values()) if (process.group === job.group) process.kill(signal)
}

function* resume(shell: Shell, name: 'fg' | 'bg', word: string | undefined): Steps<Job | undefined> {
  if (!shell.has('monitor')) {
    yield* complain(shell, `${name}: no job control`)
    return undefined
  }
  for (const job of shell.jobs) refresh(job)
  const job = word === undefined ? currentOrder(shell.jobs)[0] : findJob(shell.jobs, word)
  if (!job) {
    yield* complain(shell, `${name}: ${word ?? 'current'}: no such job`)
    return undefined
  }
  return job
}

export const fg: Builtin = {
  name: 'fg',
  usage: '[job_spec]',
  summary: 'Brings a job to the foreground.',
  *run(shell, [word]) {
    const job = yield* resume(shell, 'fg', word)
    if (!job) return 1
    yield* write(shell, `${job.text}\n`)
    if (shell.process.tty) shell.process.tty.foreground = job.group
    signalJob(shell, job, 'SIGCONT')
    job.state = 'running'
    const codes = yield* awaitForeground(shell, job.processes, job.text, job)
    if (job.processes.every(({ exitCode }) => exitCode !== undefined)) shell.jobs = shell.jobs.filter((other) => other !== job)
    return codes.at(-1)!
  },
}

export const bg: Builtin = {
  name: 'bg',
  usage: '[job_spec ...]',
  summary: 'Lets a stopped job go on in the background.',
  *run(shell, [word]) {
    const job = yield* resume(shell, 'bg', word)
    if (!job) return 1
    if (job.state === 'running') {
      yield* complain(shell, `bg: job ${job.number} already in background`)
      return 0
    }
    signalJob(shell, job, 'SIGCONT')
    job.state = 'running'
    job.told = false
    yield* write(shell, `[${job.number}]+ ${job.text} &\n`)
    return 0
  },
}

export const disown: Builtin = {
  name: 'disown',
  usage: '[-h] [-ar] [jobspec ... | pid ...]',
  summary: 'Forgets jobs.',
  *run(shell, args) {
    if (args.includes('-a')) {
      shell.jobs = []
      return 0
    }
    const words = args.filter((word) => !word.startsWith('-'))
    for (const word of words.length > 0 ? words : ['%%']) {
      const job = /^\d+$/.test(word) ? jobOfPid(shell, Number(word)) : findJob(shell.jobs, word)
      if (!job) {
        yield* complain(shell, `disown: ${words.length > 0 ? word : 'current'}: no such job`)
        return 1
      }
      shell.jobs = shell.jobs.filter((other) => other !== job)
    }
    return 0
  },
}

const jobOfPid = (shell: Shell, pid: number): Job | undefined =>
  shell.jobs.find(({ processes }) => processes.some((process) => process.pid === pid))

/** Waits for all of a job's processes; a trapped signal cuts it short with 128 + n. */
function* waitForAll(shell: Shell, processes: readonly Process[]): Steps<number | undefined> {
  for (const process of processes) {
    while (process.exitCode === undefined) {
      yield* waitForChange(shell, [process], true)
      if (shell.pendingTraps.length > 0) {
        const code = 128 + signalNumbers[shell.pendingTraps[0]!]
        yield* runPendingTraps(shell)
        return code
      }
    }
  }
  return undefined
}

export const wait: Builtin = {
  name: 'wait',
  usage: '[-fn] [-p var] [id ...]',
  summary: 'Waits for background jobs.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'wait', args, 'fnp:', 'wait [-fn] [-p var] [id ...]')
    if (!options) return 2
    if (options.flags.has('n')) {
      const running = shell.jobs.filter(({ processes }) => processes.length > 0)
      if (running.length === 0) return 127
      const ended = () => running.find(({ processes }) => processes.every(({ exitCode }) => exitCode !== undefined))
      while (!ended())
        yield* waitForChange(
          shell,
          running.flatMap(({ processes }) => processes.filter(({ exitCode }) => exitCode === undefined)),
        )
      const job = ended()!
      shell.jobs = shell.jobs.filter((other) => other !== job)
      return job.processes.at(-1)!.exitCode!
    }
    if (options.rest.length === 0) {
      const cut = yield* waitForAll(
        shell,
        shell.jobs.flatMap(({ processes }) => processes),
      )
      if (cut !== undefined) return cut
      if (!shell.interactive) shell.jobs = []
      return 0
    }
    let code = 0
    for (const word of options.rest) code = yield* waitForOne(shell, word)
    return code
  },
}

function* waitForOne(shell: Shell, word: string): Steps<number> {
  const job = /^\d+$/.test(word) ? jobOfPid(shell, Number(word)) : word.startsWith('%') ? findJob(shell.jobs, word) : undefined
  if (!job) {
    if (/^\d+$/.test(word)) {
      const known = shell.endedJobs.get(Number(word))
      if (known !== undefined) return known
      yield* complain(shell, `wait: pid ${word} is not a child of this shell`)
    } else yield* complain(shell, word.startsWith('%') ? `wait: ${word}: no such job` : `wait: \`${word}': not a pid or valid job spec`)
    return word.startsWith('%') || /^\d+$/.test(word) ? 127 : 1
  }
  const chosen = /^\d+$/.test(word) ? job.processes.filter(({ pid }) => pid === Number(word)) : job.processes
  const cut = yield* waitForAll(shell, chosen)
  if (cut !== undefined) return cut
  refresh(job)
  if (job.state === 'done') {
    for (const process of job.processes) shell.endedJobs.set(process.pid, process.exitCode!)
    shell.jobs = shell.jobs.filter((other) => other !== job)
  }
  return chosen.at(-1)!.exitCode!
}

const killUsage = 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n'

function* listSignals(shell: Shell, words: readonly string[]): Steps<number> {
  if (words.length === 0) {
    yield* write(
      shell,
      `${signalNames.map((name) => `${String(signalNumbers[`SIG${name}` as Signal]).padStart(2)}) SIG${name}`).join('\t')}\n`,
    )
    return 0
  }
  for (const word of words) {
    const number = Number(word)
    const name = signalName(String(number > 128 ? number - 128 : word))
    if (name === undefined) {
      yield* complain(shell, `kill: ${word}: invalid signal specification`)
      return 1
    }
    yield* write(shell, `${/^\d+$/.test(word) ? name : signalNumbers[`SIG${name}` as Signal]}\n`)
  }
  return 0
}

function* killOne(shell: Shell, word: string, signal: Signal | 0): Steps<boolean> {
  if (word.startsWith('%')) {
    const job = findJob(shell.jobs, word)
    if (!job) {
      yield* complain(shell, `kill: ${word}: no such job`)
      return false
    }
    if (signal !== 0) signalJob(shell, job, signal)
    // A stopped job must go on to die of it.
    if (signal === 'SIGTERM' || signal === 'SIGHUP') signalJob(shell, job, 'SIGCONT')
    return true
  }
  if (!/^-?\d+$/.test(word)) {
    yield* complain(shell, `kill: ${word}: arguments must be process or job IDs`)
    return false
  }
  const { processes } = shell.process.machine
  const pid = Number(word)
  const targets =
    pid > 0
      ? [processes.get(pid)].filter((process) => process !== undefined)
      : [...processes.values()].filter(({ group }) => group === (pid === 0 ? shell.process.group : -pid))
  if (targets.length === 0) {
    const isOwn = jobOfPid(shell, pid)
    void isOwn
    yield* complain(shell, `kill: (${word}) - No such process`)
    return false
  }
  const { user } = shell.process
  if (targets.every((target) => user.uid !== 0 && target.user.uid !== user.uid)) {
    yield* complain(shell, `kill: (${word}) - Operation not permitted`)
    return false
  }
  if (signal !== 0) for (const target of targets) target.kill(signal)
  return true
}

export const kill: Builtin = {
  name: 'kill',
  usage: '[-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
  summary: 'Sends a signal to processes.',
  *run(shell, args) {
    let words = args
    let wanted = 'TERM'
    if (words[0] === '-l' || words[0] === '-L') return yield* listSignals(shell, words.slice(1))
    if (words[0] === '-s' || words[0] === '-n') {
      wanted = words[1] ?? ''
      words = words.slice(2)
    } else if (words[0] === '--') words = words.slice(1)
    else if (/^-./.test(words[0] ?? '')) {
      wanted = words[0]!.slice(1)
      words = words.slice(1)
    }
    if (words[0] === '--') words = words.slice(1)
    const name = wanted === '0' ? '0' : signalName(wanted)
    if (name === undefined) {
      yield* complain(shell, `kill: ${wanted}: invalid signal specification`)
      return 1
    }
    if (words.length === 0) {
      yield* write(shell, killUsage, 2)
      return 2
    }
    let code = 0
    for (const word of words) if (!(yield* killOne(shell, word, name === '0' ? 0 : (`SIG${name}` as Signal)))) code = 1
    return code
  },
}
