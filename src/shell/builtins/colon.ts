import type { Builtin } from './builtin.ts'

export const colon: Builtin = { name: ':', usage: '', summary: 'Does nothing, successfully.', run: () => 0 }
