import type { Signal } from './process-interface.ts'

/** Linux's numbers. */
export const signalNumbers: Readonly<Record<Signal, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGWINCH: 28,
}

const ignored: ReadonlySet<Signal> = new Set(['SIGCHLD', 'SIGCONT', 'SIGWINCH'])
const stopping: ReadonlySet<Signal> = new Set(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'])

export const defaultAction = (signal: Signal): 'ignore' | 'stop' | 'end' =>
  ignored.has(signal) ? 'ignore' : stopping.has(signal) ? 'stop' : 'end'
