export * from './etcd-error.ts'
export * from './key-range.ts'
export * from './store-interface.ts'
export * from './store.ts'
