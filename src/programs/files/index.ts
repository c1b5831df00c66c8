import type { Program } from '../../machine/index.ts'

/** Programs that work on files. */
export const filePrograms: readonly Program[] = []
