// Bundles of both sides, so that neither pays for loading many small files.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const output = join(root, 'dist/bench')

const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }

/** Bundles `own.ts` and `peer.mjs`; gives the paths of the bundles. */
export const buildBench = async () => {
  const entryPoints = ['own.ts', 'peer.mjs'].map((name) => join(root, 'test/bench', name))
  await build({
    entryPoints,
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
    banner,
  })
  return { own: join(output, 'own.mjs'), peer: join(output, 'peer.mjs') }
}
