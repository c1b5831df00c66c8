export * from './garbage-collector.ts'
