import type { Program } from '../machine/index.ts'
import { bash, sh } from './bash.ts'
import { standalonePrograms } from './standalone.ts'

export { bash, sh }

/** The shell and what it has as programs too (`/usr/bin/echo`, `/usr/bin/test` ...). */
export const shellPrograms: readonly Program[] = [bash, sh, ...standalonePrograms]
