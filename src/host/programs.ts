import { kubectl } from '../kubectl/index.ts'
import type { Program } from '../machine/index.ts'
import { daemons } from '../programs/daemons/index.ts'
import { programs as tools } from '../programs/index.ts'
import { bash } from '../shell/index.ts'

/** Everything that machines can execute. */
export const programs: readonly Program[] = [bash, { ...bash, name: 'sh' }, kubectl, ...tools, ...daemons]
