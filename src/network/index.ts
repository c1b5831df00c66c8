export * from './dns.ts'
export * from './service-index.ts'
export * from './service-view.ts'
export * from './translator.ts'
