export type { ServerOptions } from './context.ts'
export * from './server.ts'
