export * from './client-interface.ts'
export * from './controller-interface.ts'
