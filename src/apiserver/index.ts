export type { ServerOptions } from './context.ts'
export * from './server.ts'
export { bodyAsText, pieceAsText } from './wire.ts'
