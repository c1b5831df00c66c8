import type { Verb } from '../verb.ts'

/** All commands of kubectl, in the order of its help page. */
export const verbs: readonly Verb[] = []
