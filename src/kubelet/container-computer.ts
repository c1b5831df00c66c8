import { FileTree, Computer, Pipe, root, type SpawnOptions, type User } from '../machine/index.ts'
import type { Container } from './container.ts'

/** What containers have that their image does not say otherwise. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Makes the computer that a container is: the image's files, the node's mounts, the sandbox's network. */
export const createContainerComputer = (machine: Computer, programs: Computer['programs'], { sandbox, config }: Container): Computer => {
  const { clock, seed, hardware } = machine
  const tree = new FileTree({ clock, lower: config.image.files() })
  const computer = new Computer({
    hostname: sandbox.hostname,
    clock,
    seed,
    network: sandbox.network,
    files: tree,
    programs,
    hardware,
    container: true,
    onBug: (error, process) => machine.bug(error, process),
  })
  for (const [path, text] of Object.entries(sandbox.files)) computer.files.write(path, text)
  for (const mount of config.mounts) {
    const place = machine.tree.locate(mount.hostPath, root, true)
    makeMountPoint(computer, mount.path, machine.files.stat(mount.hostPath).type === 'directory')
    tree.mount(mount.path, place, mount.readOnly)
  }
  const { workingDir } = config
  if (workingDir !== undefined && !computer.files.exists(workingDir)) computer.files.mkdir(workingDir, { parents: true })
  return computer
}

/** How a container's main process starts: its environment, its user, and what it reads and writes with. */
export const mainProcessOptions = (container: Container, computer: Computer): SpawnOptions => {
  const { config, sandbox, log } = container
  const { version } = config.image
  const user = userOf(computer, config.user ?? version.config.user)
  const env = new Map([['PATH', defaultPath], ['HOSTNAME', sandbox.hostname], ...Object.entries(version.config.env ?? {}), ...config.env])
  if (!env.has('HOME')) env.set('HOME', user.home)
  const base = { env, cwd: config.workingDir ?? version.config.workingDir ?? '/', user }
  if (config.tty) {
    const terminal = computer.openTty(80, 24)
    terminal.foreground = 1
    const output = log.writer('stdout')
    terminal.onOutput((bytes) => void output.write(bytes))
    container.terminal = terminal
    env.set('TERM', 'xterm')
    const { input } = terminal
    return { ...base, tty: terminal, ...(config.stdin ? { stdin: input } : {}), stdout: terminal.output, stderr: terminal.output }
  }
  if (config.stdin) container.input = new Pipe(computer.clock)
  return {
    ...base,
    ...(container.input ? { stdin: container.input.reader } : {}),
    stdout: log.writer('stdout'),
    stderr: log.writer('stderr'),
  }
}

/** What the container left for the kubelet at its end. */
export const terminationMessage = ({ computer, config }: Container): string => {
  const path = config.terminationMessagePath
  return computer?.files.exists(path) && computer.files.stat(path).type === 'file' ? computer.files.readText(path).slice(0, 4096) : ''
}

const makeMountPoint = (computer: Computer, path: string, isDirectory: boolean): void => {
  if (computer.files.exists(path)) return
  const parent = path.slice(0, path.lastIndexOf('/')) || '/'
  computer.files.mkdir(isDirectory ? path : parent, { parents: true })
  if (!isDirectory) computer.files.write(path, '')
}

const userOf = (computer: Computer, user: string | number | undefined): User => {
  const id = user === undefined || user === '' ? 0 : Number(user)
  const known = Number.isNaN(id) ? computer.users.find(String(user).split(':')[0]!) : computer.users.byId(id)
  if (known) return known
  const uid = Number.isNaN(id) ? 0 : id
  return {
    name: String(uid),
    uid,
    gid: uid === 0 ? 0 : uid,
    group: uid === 0 ? 'root' : String(uid),
    groups: [],
    home: '/',
    shell: '/bin/sh',
  }
}
