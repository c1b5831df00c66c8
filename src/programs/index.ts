import type { Program } from "../machine/index.ts"
export const programs: readonly Program[] = []
