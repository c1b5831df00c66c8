import type { Process } from '../../machine/index.ts'

/** A pipeline that the shell started and still has to tell about. */
export interface Job {
  readonly number: number
  readonly processes: readonly Process[]
  readonly group: number
  /** As it was typed. */
  readonly text: string
  /** With pipefail the code is that of the last stage that failed. */
  readonly background: boolean
  state: 'running' | 'stopped' | 'done'
  code: number
  /** The state was shown already. */
  told: boolean
  disowned?: boolean
}

const names: Readonly<Record<number, string>> = {
  129: 'Hangup',
  130: 'Interrupt',
  131: 'Quit',
  137: 'Killed',
  143: 'Terminated',
  141: 'Broken pipe',
  142: 'Alarm clock',
  138: 'User defined signal 1',
  140: 'User defined signal 2',
}

/** What `jobs` says of a job's state. */
export const stateText = (job: Job): string => {
  if (job.state === 'running') return 'Running'
  if (job.state === 'stopped') return 'Stopped'
  return job.code === 0 ? 'Done' : (names[job.code] ?? `Exit ${job.code}`)
}

export const signalText = (code: number): string | undefined => names[code]

/** `+` for the current job, `-` for the one before. */
export const mark = (jobs: readonly Job[], job: Job): string => {
  const order = currentOrder(jobs)
  return order[0] === job ? '+' : order[1] === job ? '-' : ' '
}

/** Jobs from the most current on: stopped ones first, then the youngest. */
export const currentOrder = (jobs: readonly Job[]): readonly Job[] =>
  [...jobs]
    .filter(({ disowned }) => !disowned)
    .sort((a, b) => Number(b.state === 'stopped') - Number(a.state === 'stopped') || b.number - a.number)

/** `[1]+  Running                 sleep 10 &` */
export const jobLine = (jobs: readonly Job[], job: Job, withPid = false): string => {
  const running = job.state === 'running' ? ' &' : ''
  const pid = withPid ? `${job.processes[0]!.pid} ` : ''
  return `[${job.number}]${mark(jobs, job)}  ${pid}${stateText(job).padEnd(withPid ? 23 : 24)}${job.text}${running}`
}

/** Looks at the processes anew. */
export const refresh = (job: Job): void => {
  const last = job.processes.at(-1)!
  if (job.processes.every(({ exitCode }) => exitCode !== undefined)) {
    if (job.state !== 'done') job.told = false
    job.state = 'done'
    job.code = last.exitCode!
  } else if (job.processes.some(({ state }) => state === 'stopped')) {
    if (job.state !== 'stopped') job.told = false
    job.state = 'stopped'
  } else job.state = 'running'
}

/** `%1`, `%+`, `%-`, `%%`, `%name`, `%?text`; undefined if there is none. */
export const findJob = (jobs: readonly Job[], specification: string): Job | undefined => {
  const order = currentOrder(jobs)
  const text = specification.replace(/^%/, '')
  if (text === '' || text === '+' || text === '%') return order[0]
  if (text === '-') return order[1] ?? order[0]
  if (/^\d+$/.test(text)) return jobs.find(({ number }) => number === Number(text))
  return text.startsWith('?') ? order.find((job) => job.text.includes(text.slice(1))) : order.find((job) => job.text.startsWith(text))
}
