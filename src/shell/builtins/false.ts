import type { Builtin } from './builtin.ts'

export const falseBuiltin: Builtin = { name: 'false', usage: '', summary: 'Fails.', run: () => 1 }
