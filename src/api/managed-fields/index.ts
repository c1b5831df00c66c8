export * from './compare.ts'
export * from './field-tree.ts'
export * from './remove.ts'
export type { Structure } from './structure.ts'
