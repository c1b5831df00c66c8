export { renderGoTemplate } from './execute.ts'
export { parseGoTemplate } from './parse.ts'
export type { Template } from './nodes.ts'
