import { decode, encode } from '../../base/index.ts'
import type { Image } from '../../kubelet/index.ts'
import type { Duplex, Program } from '../../machine/index.ts'
import { alpineBase, debianBase } from './base-files.ts'
import { releaseTags } from './tags.ts'

const bulk = (text: string | undefined): string => (text === undefined ? '$-1\r\n' : `$${encode(text).length}\r\n${text}\r\n`)

/** One command of redis; what it does not know, it says so as redis does. */
const execute = (data: Map<string, string>, words: readonly string[]): string => {
  const [command = '', key = '', value = ''] = words
  switch (command.toUpperCase()) {
    case 'PING':
      return key === '' ? '+PONG\r\n' : bulk(key)
    case 'SET':
      data.set(key, value)
      return '+OK\r\n'
    case 'GET':
      return bulk(data.get(key))
    case 'DEL':
      return `:${words.slice(1).filter((name) => data.delete(name)).length}\r\n`
    case 'EXISTS':
      return `:${words.slice(1).filter((name) => data.has(name)).length}\r\n`
    case 'INCR': {
      const next = Number(data.get(key) ?? '0') + 1
      data.set(key, String(next))
      return `:${next}\r\n`
    }
    case 'DBSIZE':
      return `:${data.size}\r\n`
    case 'KEYS':
      return `*${data.size}\r\n${[...data.keys()].map(bulk).join('')}`
    default:
      return `-ERR unknown command '${command}', with args beginning with: ${words
        .slice(1)
        .map((word) => `'${word}' `)
        .join('')}\r\n`
  }
}

const serve = async (data: Map<string, string>, { input, output, close }: Duplex): Promise<void> => {
  let rest = ''
  for (let chunk = await input.read(); chunk; chunk = await input.read()) {
    rest += decode(chunk)
    const lines = rest.split('\n')
    rest = lines.pop()!
    // Inline commands; the array form of clients comes as lengths and words on lines of their own.
    const words = lines.map((line) => line.replace(/\r$/, ''))
    const commands = words[0]?.startsWith('*')
      ? [words.filter((word) => !/^[*$]\d+$/.test(word))]
      : words.filter(Boolean).map((line) => line.split(/\s+/))
    for (const command of commands) await output.write(encode(execute(data, command)))
  }
  close()
}

const server: Program = {
  name: 'redis-server',
  summary: 'a key-value store',
  run: (process) => {
    const data = new Map<string, string>()
    process.listen('0.0.0.0', 6379, {
      accept: (connection) => {
        void serve(data, connection).catch(() => connection.close())
      },
    })
    void process.print(`${process.pid}:M ${new Date(Math.floor(process.clock.now)).toUTCString()} * Ready to accept connections tcp\n`)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0))
  },
}

export const redis: Image = {
  name: 'redis',
  repositories: ['docker.io/library/redis', 'registry.k8s.io/redis', 'gcr.io/google_containers/redis'],
  tags: [
    'latest',
    'alpine',
    'e2e',
    'v1',
    '3.2.11',
    '5.0.4',
    '6.0.5',
    '7-alpine',
    '6-alpine',
    '5',
    '6',
    '7',
    '8',
    ...releaseTags({ '5.0': 14, '6.0': 20, '6.2': 17, '7.0': 15, '7.2': 7, '7.4': 2, '8.0': 3 }, ['', '-alpine']),
  ],
  versionOf: (tag) => {
    const base = tag.includes('alpine') ? alpineBase : debianBase()
    return {
      sizeBytes: tag.includes('alpine') ? 17_000_000 : 49_900_000,
      config: { command: ['redis-server'], ports: [6379], workingDir: '/data' },
      files: base.files,
      directories: ['/data'],
      executables: { ...base.executables, '/usr/local/bin/redis-server': 'redis-server', '/usr/local/bin/redis-cli': 'redis-cli' },
    }
  },
  programs: [server],
}
