import type { Program } from '../../machine/index.ts'

/** An entrypoint script that ends with `exec "$@"`: it is whatever it was given to run. */
export const execEntrypoint: Program = {
  name: 'exec-entrypoint',
  summary: 'run the arguments',
  run: (process) => {
    const [, first = ''] = process.argv
    const child = process.spawn(first.startsWith('-') ? ['curl', ...process.argv.slice(1)] : process.argv.slice(1))
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
    return child.exited
  },
}
