export { settle } from './boot.ts'
export * from './scenario.ts'
export * from './world.ts'
