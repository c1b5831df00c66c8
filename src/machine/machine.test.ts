import { expect, test } from 'vitest'
import { encode, SystemError } from '../base/index.ts'
import { CollectingWriter, FileTree, lines, Pipe, root, type Process, type Program } from './index.ts'
import { createTestMachine } from './testing.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

const yes: Program = {
  name: 'yes',
  summary: '',
  run: async (process) => {
    for (;;) await process.print('y\n')
  },
}
const head: Program = {
  name: 'head',
  summary: '',
  run: async (process) => {
    let count = 0
    for await (const line of lines(process.stdin)) {
      await process.print(`${line}\n`)
      if (++count === 2) return 0
    }
    return 0
  },
}
const daemon: Program = {
  name: 'daemon',
  summary: '',
  run: (process) => {
    process.listen('', 80, { http: () => ({ status: 200, headers: {}, body: 'hello' }) })
    process.on('SIGTERM', () => process.exit(7))
  },
}
const sleeper: Program = {
  name: 'sleeper',
  summary: '',
  run: async (process) => {
    await process.sleep(10_000)
    return 0
  },
}

test('a pipe whose reader is gone ends its writer by SIGPIPE', async () => {
  const { clock, machine } = createTestMachine([yes, head], hop)
  const pipe = new Pipe(clock)
  const output = new CollectingWriter()
  const left = machine.spawn(['yes'], { stdout: pipe.writer })
  machine.spawn(['head'], { stdin: pipe.reader, stdout: output })
  await clock.advanceTo(clock.now + 1000)
  expect([output.text, left.exitCode, machine.processes.size]).toEqual(['y\ny\n', 141, 0])
})

test('signals: handled, default, and what listens ends with its process', async () => {
  const { clock, machine } = createTestMachine([daemon, sleeper], hop)
  const server = machine.spawn(['daemon'])
  const waiting = machine.spawn(['sleeper'])
  await clock.advanceTo(clock.now + 10)
  const endpoint = machine.network.connect('127.0.0.1', 80)
  let closed = false
  endpoint.onClose(() => (closed = true))
  expect(endpoint.request({ method: 'GET', path: '/', headers: {} }).body).toBe('hello')
  server.kill('SIGTERM')
  waiting.kill('SIGINT')
  expect([server.exitCode, waiting.exitCode, closed]).toEqual([7, 130, true])
  expect(() => machine.network.connect('127.0.0.1', 80)).toThrow(new SystemError('ECONNREFUSED', '127.0.0.1:80'))
})

test('a stopped process goes on only after SIGCONT', async () => {
  const { clock, machine } = createTestMachine([sleeper], hop)
  const process = machine.spawn(['sleeper'])
  process.kill('SIGSTOP')
  await clock.advanceTo(clock.now + 60_000)
  expect([process.state, process.exitCode]).toEqual(['stopped', undefined])
  process.kill('SIGCONT')
  await clock.advanceTo(clock.now + 1)
  expect(process.exitCode).toBe(0)
})

test('the terminal edits lines, sends signals and echoes', async () => {
  const cat: Program = {
    name: 'cat',
    summary: '',
    run: async (process: Process) => {
      for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read()) await process.stdout.write(chunk)
      return 0
    },
  }
  const { clock, machine } = createTestMachine([cat, sleeper], hop)
  const terminal = machine.openTty(80, 24)
  let screen = ''
  terminal.onOutput((bytes) => (screen += new TextDecoder().decode(bytes)))
  const process = machine.spawn(['cat'], { stdin: terminal.input, stdout: terminal.output, stderr: terminal.output, tty: terminal })
  terminal.foreground = process.group
  await clock.advanceTo(clock.now + 10)
  terminal.type('ab\x7fc\r')
  await clock.advanceTo(clock.now + 10)
  terminal.type('\x04')
  await clock.advanceTo(clock.now + 10)
  expect([screen, process.exitCode]).toEqual(['ab\b \bc\r\nac\r\n', 0])
})

test('a tree shares what is below it until one of the two changes it', () => {
  const { clock } = createTestMachine([], hop)
  const as = { user: root, cwd: () => '/' }
  const below = new FileTree({ clock })
  const image = below.view(as)
  image.mkdir('/etc/app', { parents: true })
  image.write('/etc/app/log', 'a')
  const above = new FileTree({ clock, lower: below })
  const container = above.view(as)
  container.write('/etc/app/log', 'b', { append: true })
  image.write('/etc/app/log', 'c', { append: true })
  container.write('/etc/new', 'x')
  expect([image.readText('/etc/app/log'), container.readText('/etc/app/log'), image.exists('/etc/new')]).toEqual(['ac', 'ab', false])
})

test('links, mounts and permissions', () => {
  const { clock } = createTestMachine([], hop)
  const tree = new FileTree({ clock })
  const files = tree.view({ user: root, cwd: () => '/home' })
  files.mkdir('/home')
  files.write('secret', 's', { mode: 0o600 })
  files.symlink('../home/secret', '/home/link')
  const other = new FileTree({ clock })
  other.view({ user: root, cwd: () => '/' }).write('/inside', 'm')
  files.mkdir('/mnt')
  tree.mount('/mnt', { tree: other, path: '/' }, true)
  const guest = tree.view({ user: { name: 'guest', uid: 1000, group: 'guest', groups: [] }, cwd: () => '/home' })
  expect([files.readText('link'), files.readText('/mnt/inside'), files.lstat('link').target]).toEqual(['s', 'm', '../home/secret'])
  expect(() => guest.read('link')).toThrow('Permission denied')
  expect(() => files.write('/mnt/new', '')).toThrow('Read-only file system')
  expect(() => files.read('/nowhere/x')).toThrow(new SystemError('ENOENT', '/nowhere/x'))
})

test('systemd restarts what fails and journals what it says', async () => {
  const failing: Program = {
    name: 'failing',
    summary: '',
    run: (process) => {
      void process.stderr.write(encode('no configuration\n'))
      return 1
    },
  }
  const { clock, machine } = createTestMachine([failing], hop)
  machine.files.mkdir('/etc/systemd/system', { parents: true })
  machine.files.write(
    '/etc/systemd/system/x.service',
    '[Unit]\nDescription=X\n[Service]\nExecStart=/usr/bin/failing\nRestart=always\nRestartSec=10\n[Install]\nWantedBy=multi-user.target\n',
  )
  machine.systemd!.enable('x')
  machine.systemd!.boot()
  await clock.advanceTo(clock.now + 25_000)
  expect(machine.systemd!.status('x')).toMatchObject({
    state: 'activating',
    subState: 'auto-restart',
    restarts: 2,
    exitCode: 1,
    enabled: 'enabled',
  })
  expect(machine.journal.entries.filter(({ identifier }) => identifier === 'failing').map(({ message }) => message)).toEqual(
    Array(3).fill('no configuration'),
  )
})
