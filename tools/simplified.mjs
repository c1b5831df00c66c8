// Collects the `@simplified: reason` tags of the sources for the page 'Differs from real Kubernetes'.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = join(root, 'src/app/generated')

/** The reason runs on over the following comment lines until the comment ends, or a line that is empty. */
const reasonsIn = (text) =>
  [...text.matchAll(/@simplified:?\s*([\s\S]*?)(?=\*\/|\n\s*(?:\/\/|\*)?\s*\n|\n(?!\s*(?:\/\/|\*)))/g)].map(([, reason]) =>
    reason
      .replace(/\n\s*(?:\/\/|\*)\s?/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )

const entries = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
  .flatMap((path) =>
    reasonsIn(readFileSync(path, 'utf8')).map((reason) => ({ place: relative(join(root, 'src'), path).replace(/\.ts$/, ''), reason })),
  )

mkdirSync(out, { recursive: true })
writeFileSync(join(out, 'simplified.json'), `${JSON.stringify(entries, undefined, 2)}\n`)
