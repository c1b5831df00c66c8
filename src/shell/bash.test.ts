import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CollectingWriter, emptyReader } from '../machine/index.ts'
import { createTestMachine } from '../machine/testing.ts'
import { shellPrograms } from './index.ts'
import { programs } from '../programs/index.ts'

// What the real bash prints for each snippet, recorded on a Debian with bash 5.2 by `RECORD=1 npx vitest run src/shell/bash.test.ts`.

interface Fixture {
  readonly snippet: string
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

const directory = new URL('./fixtures/', import.meta.url)
const file = new URL('recorded.json', directory)

/** A snippet is a line; a line that does not parse alone takes the next ones with it (here-documents). */
const snippets = (): string[] => {
  const lines = readFileSync(new URL('snippets.txt', directory), 'utf8').trimEnd().split('\n')
  const all: string[] = []
  for (let i = 0; i < lines.length; i++) {
    let snippet = lines[i]!
    const ends = [...snippet.matchAll(/<<-?\s*['"]?([A-Z]+)/g)].map((match) => match[1]!)
    for (const end of ends) {
      do snippet += `\n${lines[++i]}`
      while (lines[i]!.trim() !== end && i + 1 < lines.length)
    }
    while (/^(\)|done)/.test(lines[i + 1] ?? '') && ends.length > 0) snippet += `\n${lines[++i]}`
    if (/(^|[^\\])\\$/.test(snippet) || /^shopt -s expand_aliases$/.test(snippet)) snippet += `\n${lines[++i]}`
    if (/\nalias [^\n]*$/.test(snippet)) snippet += `\n${lines[++i]}`
    all.push(snippet)
  }
  return all
}

const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

/** Records what is new; delete recorded.json to record all. */
const record = (): void => {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Fixture[]) : []
  const fixtures = snippets().map((snippet): Fixture => {
    const old = known.find((fixture) => fixture.snippet === snippet)
    if (old) return old
    execFileSync('bash', ['-c', 'rm -rf /tmp/lab; mkdir -p /tmp/lab'])
    const { stdout, stderr, status, signal } = spawnSync('bash', ['-c', snippet], {
      cwd: '/tmp/lab',
      env: environment,
      encoding: 'utf8',
      input: '',
      timeout: 20_000,
    })
    return { snippet, stdout, stderr, code: status ?? (signal === 'SIGTERM' ? 143 : 130) }
  })
  writeFileSync(file, `${JSON.stringify(fixtures, undefined, 1)}\n`)
}

if (process.env.RECORD) record()
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as readonly Fixture[]

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Process ids and times differ from run to run. */
const normal = (text: string): string =>
  text.replace(/line (\d+): +\d+ (Killed|Terminated)/g, 'line $1: PID $2').replace(/\bpid \d+\b/g, 'pid N')

for (const { snippet, ...expected } of fixtures) {
  test(snippet.slice(0, 200), async () => {
    const { clock, machine } = createTestMachine([...shellPrograms, ...programs], hop)
    machine.files.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\n')
    machine.files.write('/etc/hostname', 'test\n')
    machine.files.mkdir('/tmp/lab', { parents: true })
    machine.files.symlink('/usr/bin', '/bin')
    const [stdout, stderr] = [new CollectingWriter(), new CollectingWriter()]
    const shell = machine.spawn(['bash', '-c', snippet], {
      stdin: emptyReader,
      stdout,
      stderr,
      cwd: '/tmp/lab',
      env: new Map(Object.entries(environment)),
    })
    await clock.advanceTo(clock.now + 60_000)
    expect({ stdout: normal(stdout.text), stderr: normal(stderr.text), code: shell.exitCode }).toEqual({
      stdout: normal(expected.stdout),
      stderr: normal(expected.stderr),
      code: expected.code,
    })
  })
}
