export * from './scheduler.ts'
export * from './start-scheduler.ts'
