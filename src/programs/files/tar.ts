import { SystemError, UsageError } from '../../base/index.ts'
import { readAll, type Process, type Program } from '../../machine/index.ts'
import { getopt, type Option, type Options, type Wording } from '../getopt.ts'
import { memberLine, readArchive, writeArchive, type Member } from './archive.ts'
import { gunzip, gzip, isGzip } from './deflate.ts'
import { modeText } from './list.ts'

const help = "Try 'tar --help' or 'tar --usage' for more information."
const unrecoverable = 'tar: Error is not recoverable: exiting now'
const failed = 'tar: Exiting with failure status due to previous errors\n'

const wording: Wording = {
  unknownShort: (letter) => `tar: invalid option -- '${letter}'\n${help}`,
  unknownLong: (name) => `tar: unrecognized option '--${name}'\n${help}`,
  missing: (option, long) => `tar: option ${long ? `'--${option}' requires an argument` : `requires an argument -- '${option}'`}\n${help}`,
  exitCode: 64,
}

const known: readonly Option[] = [
  { letter: 'c', long: 'create' },
  { letter: 'x', long: 'extract' },
  { letter: 't', long: 'list' },
  { letter: 'z', long: 'gzip' },
  { letter: 'v', long: 'verbose' },
  { letter: 'f', long: 'file', value: 'required' },
  { letter: 'C', long: 'directory', value: 'required' },
  { letter: 'p', long: 'preserve-permissions' },
  { letter: 'm', long: 'touch' },
  { long: 'strip-components', value: 'required' },
  { long: 'no-same-owner' },
]

/** `tar cf x.tar d`: letters in the first word, whose values follow in their order. */
const modern = (words: readonly string[]): readonly string[] => {
  const [first, ...rest] = words
  if (first === undefined || first.startsWith('-')) return words
  const result: string[] = []
  for (const letter of first) {
    const takes = known.find((option) => option.letter === letter)?.value === 'required'
    if (takes && rest.length === 0) throw new UsageError(`tar: Old option '${letter}' requires an argument.\n${help}`, 2)
    result.push(`-${letter}`, ...(takes ? [rest.shift()!] : []))
  }
  return [...result, ...rest]
}

const create = async (process: Process, options: Options, inside: (path: string) => string): Promise<number> => {
  if (options.operands.length === 0) throw new UsageError(`tar: Cowardly refusing to create an empty archive\n${help}`, 2)
  const { files, machine } = process
  const members: Member[] = []
  const archive = options.get('file') ?? '-'
  const say = (text: string) => (archive === '-' ? process.printError(text) : process.print(text))
  let told = false
  const add = async (path: string): Promise<void> => {
    const stat = files.lstat(inside(path))
    if (stat.type !== 'file' && stat.type !== 'directory' && stat.type !== 'symlink') return
    if (path.startsWith('/') && !told) {
      told = true
      await process.printError("tar: Removing leading `/' from member names\n")
    }
    const name = `${path.replace(/\/+$/, '')}${stat.type === 'directory' ? '/' : ''}`
    if (options.has('verbose')) await say(`${name}\n`)
    const owner = machine.users.find(stat.owner)
    members.push({
      name: name.replace(/^\/+/, '') || './',
      type: stat.type,
      mode: stat.mode,
      owner: stat.owner,
      group: stat.group,
      uid: owner?.uid ?? 0,
      gid: owner?.gid ?? 0,
      modifiedAt: stat.modifiedAt,
      target: stat.target ?? '',
      content: stat.type === 'file' ? files.read(inside(path)) : new Uint8Array(),
    })
    if (stat.type === 'directory') for (const child of files.list(inside(path))) await add(`${name}${child}`)
  }
  let code = 0
  for (const path of options.operands) {
    try {
      await add(path)
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
      await process.printError(`tar: ${path}: Cannot stat: ${error.message}\n`)
      code = 2
    }
  }
  const bytes = writeArchive(members)
  const written = options.has('gzip') ? gzip(bytes) : bytes
  if (archive === '-') await process.stdout.write(written)
  else files.write(archive, written)
  if (code !== 0) await process.printError(failed)
  return code
}

const open = async (process: Process, options: Options): Promise<readonly Member[]> => {
  const archive = options.get('file') ?? '-'
  let bytes: Uint8Array
  try {
    bytes = archive === '-' ? await readAll(process.stdin) : process.files.read(archive)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(`tar: ${archive}: Cannot open: ${error.message}\n${unrecoverable}`, 2)
  }
  const broken = (reason: string) => new UsageError(`\ngzip: stdin: ${reason}\ntar: Child returned status 1\n${unrecoverable}`, 2)
  if (options.has('gzip') && !isGzip(bytes)) throw broken('not in gzip format')
  try {
    const members = readArchive(isGzip(bytes) ? gunzip(bytes) : bytes)
    if (members) return members
  } catch (error) {
    if (error instanceof RangeError) throw broken(error.message)
    throw error
  }
  throw new UsageError(`tar: This does not look like a tar archive\n${failed.trimEnd()}`, 2)
}

const place = (process: Process, member: Member, path: string): void => {
  const { files } = process
  const parent = path.replace(/\/?[^/]+\/?$/, '')
  if (parent !== '') files.mkdir(parent, { parents: true })
  if (member.type === 'directory') {
    if (!files.exists(path)) files.mkdir(path, { parents: true, mode: member.mode })
    return
  }
  if (files.exists(path)) files.remove(path)
  if (member.type === 'symlink') files.symlink(member.target, path)
  else {
    files.write(path, member.content, { mode: member.mode })
    files.touch(path, member.modifiedAt)
  }
}

const extract = async (process: Process, options: Options, inside: (path: string) => string): Promise<number> => {
  const members = await open(process, options)
  const strip = Number(options.get('strip-components') ?? 0)
  const wanted = options.operands.map((one) => one.replace(/\/+$/, ''))
  const found = new Set<string>()
  let code = 0
  for (const member of members) {
    const plain = member.name.replace(/\/+$/, '')
    const asked = wanted.find((one) => plain === one || plain.startsWith(`${one}/`))
    if (wanted.length > 0 && asked === undefined) continue
    if (asked !== undefined) found.add(asked)
    if (options.has('list')) {
      await process.print(`${options.has('verbose') ? memberLine(member, modeText) : member.name}\n`)
      continue
    }
    const path = member.name.replace(/^\/+/, '').split('/').slice(strip).join('/')
    if (path === '' || path.split('/').includes('..')) continue
    if (options.has('verbose')) await process.print(`${member.name}\n`)
    try {
      place(process, member, inside(path))
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await process.printError(`tar: ${member.name}: Cannot open: ${error.message}\n`)
      code = 2
    }
  }
  for (const one of wanted.filter((name) => !found.has(name))) {
    await process.printError(`tar: ${one}: Not found in archive\n`)
    code = 2
  }
  if (code !== 0) await process.printError(failed)
  return code
}

export const tar: Program = {
  name: 'tar',
  summary: 'Packs files into one, and unpacks them.',
  async run(process) {
    const options = getopt(modern(process.argv.slice(1)), known, wording)
    const modes = ['create', 'extract', 'list'].filter((name) => options.has(name))
    const those = "'-Acdtrux', '--delete' or "
    if (modes.length === 0) throw new UsageError(`tar: You must specify one of the ${those}'--test-label' options\n${help}`, 2)
    if (modes.length > 1) throw new UsageError(`tar: You may not specify more than one ${those} '--test-label' option\n${help}`, 2)
    const directory = options.get('directory')
    if (directory !== undefined && !process.files.exists(directory))
      throw new UsageError(`tar: ${directory}: Cannot open: No such file or directory\n${unrecoverable}`, 2)
    const inside = (path: string) => (directory === undefined || path.startsWith('/') ? path : `${directory}/${path}`)
    return (options.has('create') ? create : extract)(process, options, inside)
  },
}
