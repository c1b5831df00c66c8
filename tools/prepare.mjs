// Run by `npm install`: builds what is generated, so that every command works right after it.
import './generate-api.mjs'
import './simplified.mjs'
import { buildHeadless } from './headless.mjs'

await buildHeadless()
