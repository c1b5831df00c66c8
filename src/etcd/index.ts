export * from './store-interface.ts'
