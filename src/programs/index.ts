import type { Program } from '../machine/index.ts'
import { awk } from './awk/index.ts'
import { jq } from './jq/jq.ts'
import { openssl } from './openssl/index.ts'
import { smallPrograms } from './small.ts'

/** All programs that lie in /usr/bin, but kubectl, the shell and the daemons. */
export const programs: readonly Program[] = [...smallPrograms, awk, jq, openssl]
