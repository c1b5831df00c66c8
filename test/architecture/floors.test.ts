import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const source = resolve(import.meta.dirname, '../../src')

/** The floors of ARCHITECTURE.md: a file imports from strictly lower floors, through their index.ts. */
const floors: Readonly<Record<string, number>> = {
  base: 0,
  api: 1,
  etcd: 1,
  machine: 1,
  pki: 1,
  apiserver: 2,
  client: 3,
  controllers: 4,
  scheduler: 4,
  kubelet: 4,
  network: 4,
  shell: 5,
  programs: 5,
  kubectl: 5,
  world: 6,
  teaching: 7,
  host: 8,
  app: 9,
}

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !entry.parentPath.includes('generated'))
  .map((entry) => join(entry.parentPath, entry.name))

const folderOf = (path: string): string => relative(source, path).split('/')[0]!

test('every folder has a floor', () => {
  expect([...new Set(files.map(folderOf))].filter((folder) => !(folder in floors))).toEqual([])
})

test('imports go down, through index.ts, and never sideways', () => {
  const broken: string[] = []
  for (const file of files.filter((path) => !path.endsWith('.test.ts'))) {
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)) {
      const path = resolve(dirname(file), target!)
      const [here, there] = [folderOf(file), folderOf(path)]
      if (here === there) continue
      const down = floors[there]! < floors[here]!
      const through =
        relative(source, path).split('/').slice(1).join('/') === 'index.ts' || (here === 'app' && there === 'host') || here === 'host'
      if (!down || !through) broken.push(`${relative(source, file)} → ${relative(source, path)}`)
    }
  }
  expect(broken).toEqual([])
})

test('below the host nothing knows real time, chance, timers or lazy chunks', () => {
  const forbidden =
    /\bMath\.random|\bDate\.now|\bnew Date\(\)|\bsetTimeout\b|\bsetInterval\b|\bperformance\.now|\bimport\('|\bcrypto\.subtle|\bCompressionStream/
  const found = files
    .filter((path) => floors[folderOf(path)]! < 8 && !path.endsWith('.test.ts'))
    .filter((path) => forbidden.test(readFileSync(path, 'utf8').replace(/`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
  expect(found.map((path) => relative(source, path))).toEqual([])
})

test('no file is longer than 400 lines', () => {
  const long = files
    .map((path) => ({ path: relative(source, path), lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 400)
  expect(long).toEqual([])
})
