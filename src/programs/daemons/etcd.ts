import type { Clock } from '../../base/index.ts'
import { decode } from '../../base/index.ts'
import { MvccStore, type StoreState } from '../../etcd/index.ts'
import { Computer, Content, type Process, type Program } from '../../machine/index.ts'
import { Flags } from './flags.ts'

/** The stores that live behind database files, by the files' contents. */
const live = new WeakMap<Content, MvccStore>()
const magic = 'bottleship etcd database 1\n'

/** The bytes of a database file, or of a snapshot, that hold a store's state. */
export const encodeDatabase = (state: StoreState): string => magic + JSON.stringify(state)

/** The state in the bytes of a database file; undefined if it is none. */
export const decodeDatabase = (bytes: Uint8Array): StoreState | undefined => {
  const text = decode(bytes)
  return text.startsWith(magic) ? (JSON.parse(text.slice(magic.length)) as StoreState) : undefined
}

/**
 * Opens the store in a data directory. The database file and the store that works on it are one: whoever copies the file
 * copies the state of that moment, whoever moves it moves the store.
 */
export const openStore = (machine: Computer, clock: Clock, directory: string): MvccStore | undefined => {
  const path = `${directory}/member/snap/db`
  const { files, tree } = machine
  if (!files.exists(path)) {
    files.mkdir(`${directory}/member/snap`, { parents: true, mode: 0o700 })
    files.mkdir(`${directory}/member/wal`, { parents: true, mode: 0o700 })
    files.write(path, '', { mode: 0o600 })
    return attach(machine, path, new MvccStore(clock))
  }
  const place = tree.locate(path, { uid: 0, name: 'root', group: 'root', groups: ['root'] }, true)
  const content = place.tree.find(place.path)?.content
  const known = content && live.get(content)
  if (known) return known
  const state = decodeDatabase(files.read(path))
  return state && attach(machine, path, MvccStore.restore(clock, state))
}

const attach = (machine: Computer, path: string, store: MvccStore): MvccStore => {
  const place = machine.tree.locate(path, { uid: 0, name: 'root', group: 'root', groups: ['root'] }, true)
  const content = new Content(() => encodeDatabase(store.save()))
  place.tree.own(place.path).content = content
  live.set(content, store)
  return store
}

const log = (
  process: Process,
  level: 'info' | 'warn' | 'fatal' | 'panic',
  caller: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): void => {
  const ts = `${new Date(Math.floor(process.clock.now)).toISOString().slice(0, -1)}000Z`
  void process.printError(`${JSON.stringify({ level, ts, caller, msg: message, ...more })}\n`)
}

const hostAndPort = (url: string): { readonly host: string; readonly port: number } => {
  const [, host = '', port = '2379'] = /^https?:\/\/([^:/]+)(?::(\d+))?/.exec(url) ?? []
  return { host, port: Number(port) }
}

/** Listens for clients with the store as its service, and answers /health and /readyz for probes. */
export const etcd: Program = {
  name: 'etcd',
  summary: 'a distributed, reliable key-value store',
  cost: 200,
  run: (process) => {
    const flags = new Flags(process.argv)
    const directory = flags.get('data-dir', `${flags.get('name', 'default')}.etcd`)
    const { machine, clock } = process
    if (!(machine instanceof Computer)) return 1
    for (const name of ['cert-file', 'key-file', 'trusted-ca-file']) {
      const path = flags.get(name)
      if (path === '' || process.files.exists(path)) continue
      log(process, 'fatal', 'etcdmain/etcd.go:204', 'discovery failed', { error: `open ${path}: no such file or directory` })
      return 1
    }
    const store = openStore(machine, clock, process.files.resolve(directory))
    if (!store) {
      log(process, 'panic', 'backend/backend.go:201', 'failed to open database', {
        path: `${directory}/member/snap/db`,
        error: 'invalid database',
      })
      return 2
    }
    process.on('SIGTERM', () => process.exit(0))
    const http = (request: { readonly path: string }) => ({
      status: request.path.startsWith('/health') || request.path.startsWith('/readyz') || request.path.startsWith('/livez') ? 200 : 404,
      headers: { 'content-type': 'application/json' },
      body: request.path.startsWith('/health') ? '{"health":"true","reason":""}' : 'ok\n',
    })
    const certificate = flags.get('cert-file')
    const clientCa = flags.get('trusted-ca-file')
    const tls =
      certificate === ''
        ? {}
        : {
            tls: {
              certificate: process.files.readText(certificate),
              ...(clientCa === '' ? {} : { clientCa: process.files.readText(clientCa) }),
            },
          }
    for (const url of flags.list('listen-client-urls')) {
      const { host, port } = hostAndPort(url)
      process.listen(host, port, { service: store, http, ...(url.startsWith('https:') ? tls : {}) })
    }
    for (const url of flags.list('listen-peer-urls')) {
      const { host, port } = hostAndPort(url)
      process.listen(host, port, { ...(url.startsWith('https:') ? tls : {}) })
    }
    for (const url of flags.list('listen-metrics-urls')) {
      const { host, port } = hostAndPort(url)
      process.listen(host, port, { http })
    }
    log(process, 'info', 'embed/serve.go:210', 'ready to serve client requests')
  },
}
