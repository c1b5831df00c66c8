import type { Process } from '../../../machine/index.ts'

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** Five characters of Kubernetes' safe alphabet; the same process always draws the same. */
export const randomSuffix =
  (process: Process) =>
  (about: string): string => {
    let chance = process.machine.seed('kubectl', about, process.pid, process.clock.now)
    let text = ''
    for (let i = 0; i < 5; i++) {
      text += alphabet[chance % alphabet.length]
      chance = Math.floor(chance / alphabet.length)
    }
    return text
  }
