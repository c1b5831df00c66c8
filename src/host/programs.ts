import { kubectl } from '../kubectl/index.ts'
import type { Program } from '../machine/index.ts'
import { createDaemons } from '../programs/daemons/index.ts'
import { programs as tools } from '../programs/index.ts'
import { shellPrograms } from '../shell/index.ts'
import { images } from '../world/index.ts'

/** Everything that machines and containers can execute. */
export const programs: readonly Program[] = [...shellPrograms, kubectl, ...tools, ...createDaemons({ images })]
