export * from './node-lifecycle.ts'
export * from './taint-eviction.ts'
