import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, type Options, type Wording } from '../getopt.ts'

const usage =
  'usage: tree [-acdfghilnpqrstuvxACDFJQNSUX] [-L level [-R]] [-H baseHREF]\n\t[-T title] [-o filename] [-P pattern] [-I pattern] [--gitignore]\n\t[--gitfile[=]file] [--matchdirs] [--metafirst] [--ignore-case]\n\t[--nolinks] [--hintro[=]file] [--houtro[=]file] [--inodes] [--device]\n\t[--sort[=]<name>] [--dirsfirst] [--filesfirst] [--filelimit #] [--si]\n\t[--du] [--prune] [--charset[=]X] [--timefmt[=]format] [--fromfile]\n\t[--fromtabfile] [--fflinks] [--info] [--infofile[=]file] [--noreport]\n\t[--version] [--help] [--] [directory ...]'

const wording: Wording = {
  unknownShort: (letter) => `tree: Invalid argument -\`${letter}'.\n${usage}`,
  unknownLong: (name) => `tree: Invalid argument \`--${name}'.\n${usage}`,
  missing: (option) => `tree: Missing argument to -${option} option.`,
  exitCode: 1,
}

interface Count {
  directories: number
  files: number
}

const branches = async (
  process: Process,
  options: Options,
  directory: string,
  depth: number,
  indent: string,
  count: Count,
): Promise<void> => {
  const join = (name: string) => (directory.endsWith('/') ? directory + name : `${directory}/${name}`)
  const names = process.files
    .list(directory)
    .filter(
      (name) => (options.has('a') || !name.startsWith('.')) && (!options.has('d') || process.files.lstat(join(name)).type === 'directory'),
    )
  for (const [index, name] of names.entries()) {
    const last = index === names.length - 1
    const stat = process.files.lstat(join(name))
    const target = stat.target === undefined ? '' : ` -> ${stat.target}`
    // A link to a directory counts as one, and is not entered.
    const isDirectory = process.files.exists(join(name)) && process.files.stat(join(name)).type === 'directory'
    if (isDirectory) count.directories++
    else count.files++
    await process.print(`${indent}${last ? '└── ' : '├── '}${options.has('f') ? join(name) : name}${target}`)
    const deeper = stat.type === 'directory' && depth < Number(options.get('L') ?? Infinity)
    const open = !deeper || readable(process, join(name))
    await process.print(open ? '\n' : '  [error opening dir]\n')
    if (deeper && open) await branches(process, options, join(name), depth + 1, `${indent}${last ? '    ' : '│\u00a0\u00a0 '}`, count)
  }
}

const readable = (process: Process, path: string): boolean => {
  try {
    process.files.list(path)
    return true
  } catch (error) {
    if (error instanceof SystemError) return false
    throw error
  }
}

export const tree: Program = {
  name: 'tree',
  summary: 'Shows directories as a tree.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [{ letter: 'a' }, { letter: 'd' }, { letter: 'f' }, { letter: 'n' }, { letter: 'L', value: 'required' }, { long: 'noreport' }],
      wording,
    )
    if (options.has('L') && !/^[1-9]\d*$/.test(options.get('L')!)) throw new UsageError('tree: Invalid level, must be greater than 0.')
    const count: Count = { directories: 0, files: 0 }
    let code = 0
    for (const path of options.operands.length > 0 ? options.operands : ['.']) {
      if (!readable(process, path)) {
        if (process.files.exists(path)) count.files++
        else code = 2
        await process.print(`${path}  [error opening dir]\n`)
        continue
      }
      await process.print(`${path}\n`)
      const before = count.directories + count.files
      await branches(process, options, path, 1, '', count)
      // Since tree 2 the directory itself is counted, unless it is empty.
      if (count.directories + count.files > before) count.directories++
    }
    const files = options.has('d') ? '' : `, ${count.files} file${count.files === 1 ? '' : 's'}`
    if (!options.has('noreport')) await process.print(`\n${count.directories} director${count.directories === 1 ? 'y' : 'ies'}${files}\n`)
    return code
  },
}
