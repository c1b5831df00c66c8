export { bash, sh } from './bash.ts'
