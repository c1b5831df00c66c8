// Everything that must hold, one stage after the other; ends with `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const only = process.argv.slice(2)

/** Runs a command with its output shown; resolves with its exit code and what it printed. */
const run = (command, words) =>
  new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, FORCE_COLOR: '0' } })
    let output = ''
    const show = (chunk) => {
      output += chunk
      process.stdout.write(chunk)
    }
    child.stdout.on('data', show)
    child.stderr.on('data', show)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })

/** Counts of a stage: its own closing line if it prints one, else the stage itself. */
const count = ({ code, output: coloured }) => {
  const output = coloured.replaceAll(/\u001b\[[\d;]*m/g, '')
  const vitest = /Tests\s+(?:(\d+) failed \| )?(\d+) passed/.exec(output)
  const plain = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  const [passed, failed] = plain
    ? [Number(plain[1]), Number(plain[2])]
    : vitest
      ? [Number(vitest[2]), Number(vitest[1] ?? 0)]
      : [code === 0 ? 1 : 0, 0]
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

const stages = {
  format: () => run('npx', ['--no-install', 'prettier', '--check', '--log-level', 'warn', '.']),
  lint: () => run('npx', ['--no-install', 'eslint', '.']),
  types: () => run('node', ['tools/types.mjs']),
  unit: () => run('npx', ['--no-install', 'vitest', 'run']),
  lessons: () => run('node', ['bin/bottleship.mjs', 'lesson', 'test']),
  page: () => run('node', ['test/e2e/run.mjs']),
}

let [passed, failed] = [0, 0]
for (const [name, stage] of Object.entries(stages)) {
  if (only.length > 0 && !only.includes(name)) continue
  if (name === 'page' && !existsSync(join(root, 'test/e2e/run.mjs'))) continue
  const started = Date.now()
  const counts = count(await stage())
  passed += counts.passed
  failed += counts.failed
  console.log(`\n— ${name}: ${counts.failed === 0 ? 'ok' : `${counts.failed} failed`} in ${((Date.now() - started) / 1000).toFixed(0)} s\n`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
