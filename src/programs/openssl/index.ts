export { openssl } from './openssl.ts'
