import type { Program } from '../machine/index.ts'
import { filePrograms } from './files/index.ts'
import { networkPrograms } from './network/index.ts'
import { systemPrograms } from './system/index.ts'

/** Everything that lies in a machine's /usr/bin besides the shell, kubectl and the daemons. */
export const programs: readonly Program[] = [...filePrograms, ...networkPrograms, ...systemPrograms]
