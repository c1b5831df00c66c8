export { images } from './images/index.ts'
export { settle } from './boot.ts'
export * from './scenario.ts'
export * from './world.ts'
