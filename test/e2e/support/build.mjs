// The page, built anew when a source is newer than what was built last.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
export const pageFolder = join(root, 'dist/page')

const newest = (path) => {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  return statSync(path).isDirectory() ? readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0) : mtimeMs
}

/** Builds the page if need be; throws with the builder's words if it cannot be built. */
export const buildPage = () => {
  const built = join(pageFolder, 'index.html')
  const sources = ['src', 'lessons', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'].map((path) => newest(join(root, path)))
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return
  const { status, stderr } = spawnSync('npx', ['--no-install', 'vite', 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  if (status === 0) return
  const words = stderr.split('\n').filter((line) => /error|could not|not exported|unexpected/i.test(line))
  throw new Error(`The page could not be built:\n${words.slice(0, 12).join('\n')}`)
}
