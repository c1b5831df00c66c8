export * from './replicaset.ts'
