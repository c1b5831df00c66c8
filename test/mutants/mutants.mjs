// That the tests can fail: breaks one law of the simulation at a time, in a copy, and runs the test that must notice.
// `npm run mutants [-- WORD]` runs all, or those whose law matches.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants } from './table.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const [word = ''] = process.argv.slice(2)

const copy = mkdtempSync(join(tmpdir(), 'bottleship-mutants-'))
process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
for (const name of ['src', 'test', 'lessons', 'tools', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
  if (existsSync(join(root, name))) cpSync(join(root, name), join(copy, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

/** Runs a test in the copy; 0 if it passed. */
const run = ({ test, named }) => {
  const words = ['--no-install', 'vitest', 'run', test, ...(named ? ['-t', named] : []), '--bail', '1', '--testTimeout', '60000']
  const { status, stdout, stderr } = spawnSync('npx', words, {
    cwd: copy,
    encoding: 'utf8',
    timeout: 240_000,
    env: { ...process.env, FORCE_COLOR: '0' },
  })
  return { passed: status === 0, ran: /Tests\s+.*\b(passed|failed)\b/.test(stdout) || status === null, output: `${stdout}${stderr}` }
}

let [passed, failed] = [0, 0]
const tell = (ok, text) => {
  if (ok) passed++
  else failed++
  console.log(text)
}

const whole = new Map()
for (const mutant of mutants.filter(({ law }) => new RegExp(word).test(law))) {
  const path = join(copy, mutant.file)
  const source = readFileSync(path, 'utf8')
  const found = source.split(mutant.from).length - 1
  if (found !== 1) {
    tell(false, `STALE     ${mutant.law}: expected its text once in ${mutant.file} but found it ${found} times`)
    continue
  }
  // A test that fails anyway would kill every mutant.
  const key = `${mutant.test} ${mutant.named}`
  if (!whole.has(key)) whole.set(key, run(mutant))
  const sound = whole.get(key)
  if (!sound.passed || !sound.ran) {
    tell(false, `UNSOUND   ${mutant.law}: ${key} fails without the mutant, or has no such test\n${sound.output.slice(-1500)}`)
    continue
  }
  writeFileSync(
    path,
    source.replace(mutant.from, () => mutant.to),
  )
  const broken = run(mutant)
  writeFileSync(path, source)
  tell(!broken.passed, `${broken.passed ? 'SURVIVED' : 'killed  '}  ${mutant.law} (${mutant.file})`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
