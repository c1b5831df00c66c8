import type { Program } from '../machine/index.ts'
import { editors } from './editors.ts'
import { factPrograms } from './facts/index.ts'
import { filePrograms } from './files/index.ts'
import { networkPrograms } from './network/index.ts'
import { runnerPrograms } from './run/index.ts'
import { sleep } from './sleep.ts'
import { systemPrograms } from './system/index.ts'
import { textPrograms } from './text/index.ts'

/** The programs in /usr/bin that are small enough to be there from the start; the page fetches the others later. */
export const smallPrograms: readonly Program[] = [
  ...textPrograms,
  ...filePrograms,
  ...factPrograms,
  ...runnerPrograms,
  ...networkPrograms,
  ...systemPrograms,
  ...editors,
  sleep,
]
