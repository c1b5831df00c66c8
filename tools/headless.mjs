// The bundle of the headless command: one file for Node, made by esbuild.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
export const bundlePath = join(root, 'dist/headless/main.mjs')

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'app' ? latest : Math.max(latest, newest(path))
    return entry.name.endsWith('.ts') ? Math.max(latest, statSync(path).mtimeMs) : latest
  }, 0)

export const isFresh = () =>
  existsSync(bundlePath) &&
  existsSync(join(root, 'src/api/generated/schema.ts')) &&
  statSync(bundlePath).mtimeMs > newest(join(root, 'src'))

export const buildHeadless = async () => {
  if (!existsSync(join(root, 'src/api/generated/schema.ts'))) await import('./generate-api.mjs')
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(root, 'src/host/cli/main.ts')],
    outfile: bundlePath,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
    banner: { js: "import { createRequire as bottleshipRequire } from 'node:module'; const require = bottleshipRequire(import.meta.url);" },
  })
}
