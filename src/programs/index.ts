import type { Program } from '../machine/index.ts'
import { awk } from './awk/index.ts'
import { factPrograms } from './facts/index.ts'
import { filePrograms } from './files/index.ts'
import { jq } from './jq/jq.ts'
import { networkPrograms } from './network/index.ts'
import { openssl } from './openssl/index.ts'
import { runnerPrograms } from './run/index.ts'
import { sleep } from './sleep.ts'
import { systemPrograms } from './system/index.ts'
import { textPrograms } from './text/index.ts'

/** All programs that lie in /usr/bin, but kubectl, the shell and the daemons. */
export const programs: readonly Program[] = [...textPrograms, ...filePrograms, ...factPrograms, ...runnerPrograms, ...networkPrograms, ...systemPrograms, awk, jq, openssl, sleep]
