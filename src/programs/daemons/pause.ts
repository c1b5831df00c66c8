import type { Program } from '../../machine/index.ts'

/** Does nothing until it is told to end. */
export const pause: Program = {
  name: 'pause',
  summary: 'hold a pod sandbox',
  run: (process) => {
    process.on('SIGTERM', () => process.exit(0))
    process.on('SIGINT', () => process.exit(0))
  },
}
