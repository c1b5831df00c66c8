import type { Process } from '../../machine/index.ts'
import { Interrupted } from '../control.ts'
import type { Shell } from '../shell.ts'
import { wait, type Steps } from '../steps.ts'
import { jobLine, refresh, signalText, type Job } from './job.ts'
import { write } from './output.ts'
import { runPendingTraps } from './traps.ts'

/** The lowest number that no job has. */
export const nextJobNumber = (shell: Shell): number => Math.max(0, ...shell.jobs.map(({ number }) => number)) + 1

/** Waits until one of the processes ends or stops, or a trap's signal comes. */
export function* waitForChange(shell: Shell, processes: readonly Process[], traps = false): Steps<void> {
  const cancels: (() => void)[] = []
  const changed = new Promise<void>((resolve) => {
    for (const process of processes) cancels.push(process.onExit(() => resolve()))
    cancels.push(
      shell.process.on('SIGCHLD', () => {
        if (processes.some(({ state }) => state !== 'running')) resolve()
      }),
    )
    if (traps) {
      shell.wake = resolve
      cancels.push(() => (shell.wake = undefined))
    }
  })
  try {
    yield* wait(changed)
  } finally {
    for (const cancel of cancels) cancel()
  }
}

/** Waits for processes in the foreground and answers their exit codes; one that is stopped becomes a job. */
export function* awaitForeground(shell: Shell, processes: readonly Process[], text: string, resumed?: Job): Steps<number[]> {
  const { tty } = shell.process
  const controls = shell.has('monitor') && tty !== undefined
  if (controls) tty.foreground = processes[0]?.group ?? tty.foreground
  try {
    if (!controls) {
      const codes: number[] = []
      for (const process of processes) codes.push(yield* wait(process.exited))
      return codes
    }
    // One that has ended tells so at once, and would be waited for without end.
    const left = (): readonly Process[] => processes.filter(({ exitCode }) => exitCode === undefined)
    while (left().some(({ state }) => state !== 'stopped')) yield* waitForChange(shell, left())
  } finally {
    if (controls) tty.foreground = shell.process.group
  }
  if (processes.some(({ exitCode }) => exitCode === undefined)) return yield* stopped(shell, processes, text, resumed)
  const codes = processes.map(({ exitCode }) => exitCode!)
  if (resumed) shell.jobs = shell.jobs.filter((job) => job !== resumed)
  if (codes.at(-1) === 130) {
    shell.status = 130
    throw new Interrupted()
  }
  const killed = codes.at(-1)! > 128 && codes.at(-1) !== 141 ? signalText(codes.at(-1)!) : undefined
  if (killed) yield* write(shell, `${killed}\n`, 2)
  return codes
}

function* stopped(shell: Shell, processes: readonly Process[], text: string, resumed: Job | undefined): Steps<number[]> {
  const job: Job = resumed ?? {
    number: nextJobNumber(shell),
    processes,
    group: processes[0]!.group,
    text,
    background: true,
    state: 'stopped',
    code: 0,
    told: true,
  }
  if (!resumed) shell.jobs.push(job)
  refresh(job)
  job.told = true
  yield* write(shell, `\n${jobLine(shell.jobs, job)}\n`, 2)
  return [...processes.map(() => 148)]
}

/** Before a prompt: what became of jobs. */
export function* tellJobs(shell: Shell): Steps<void> {
  yield* runPendingTraps(shell)
  for (const job of [...shell.jobs]) {
    refresh(job)
    if (job.state === 'running' || job.told || job.disowned) continue
    job.told = true
    yield* write(shell, `${jobLine(shell.jobs, job)}\n`, 2)
  }
  shell.jobs = shell.jobs.filter(({ state }) => state !== 'done')
}
