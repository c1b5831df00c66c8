import type { Program } from '../../machine/index.ts'
import { env, printenv, sudo } from './env.ts'
import { timeout } from './timeout.ts'
import { watch } from './watch.ts'
import { xargs } from './xargs.ts'

/** Programs that run other programs. */
export const runnerPrograms: readonly Program[] = [env, printenv, sudo, timeout, watch, xargs]
