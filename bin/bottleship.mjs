#!/usr/bin/env node
// The headless command. Runs the bundle that `npm install` built; builds it anew when a source is newer.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundlePath, buildHeadless, isFresh } from '../tools/headless.mjs'

if (!isFresh()) await buildHeadless()
const { main } = await import(pathToFileURL(join(bundlePath)).href)
process.exitCode = await main(process.argv.slice(2))
if (process.argv[2] !== 'serve') process.stdout.write('', () => process.exit())
