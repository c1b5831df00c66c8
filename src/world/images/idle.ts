import type { Program } from '../../machine/index.ts'

/** What a container runs whose real program has no part in this world: it stays up until it is told to end. */
export const idle: Program = {
  name: 'idle-service',
  summary: 'stay up',
  run: (process) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(signal, () => process.exit(0))
  },
}
