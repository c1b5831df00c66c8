import type { Builtin } from './builtin.ts'

export const trueBuiltin: Builtin = { name: 'true', usage: '', summary: 'Succeeds.', run: () => 0 }
