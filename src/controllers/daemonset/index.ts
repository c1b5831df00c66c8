export * from './daemonset.ts'
