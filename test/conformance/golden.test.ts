import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { replay } from '../../src/host/conform/replay.ts'
import { parseTranscript } from '../../src/host/conform/transcript.ts'
import { hop } from '../../src/host/cli/node-hop.ts'
import { programs } from '../../src/host/programs.ts'

const folder = join(import.meta.dirname, 'golden')
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()

/** Steps that are known to differ, `area/name.yaml 12`, each with its cause: this list only ever gets shorter. */
const known = new Set(
  readFileSync(join(import.meta.dirname, 'known-differences.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('  ')[0]!),
)

test.each(paths)('%s', async (path) => {
  const transcript = parseTranscript(readFileSync(join(folder, path), 'utf8'))
  const differing: string[] = []
  for await (const { number, differences } of replay(transcript, { hop, programs }))
    if (differences.length > 0) differing.push(`${relative('.', path)} ${number}`)
  expect(differing).toEqual([...known].filter((line) => line.startsWith(`${path} `)))
})
