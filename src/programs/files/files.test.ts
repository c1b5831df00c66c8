import { expect, test } from 'vitest'
import { runIn, type Recorded } from '../testing.ts'
import type { Program } from '../../machine/index.ts'
import { filePrograms } from './index.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

const files: Readonly<Record<string, string>> = {
  'a/f.txt': 'one\ntwo\n',
  'a/Big':
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'a/sub/deep/leaf.yaml': 'k: v\n',
  'a/empty': '',
  'a/void/': '',
}

/** Recorded with the tools of a Debian machine. */
const recorded: readonly Recorded[] = [
  [['find', 'a'], '', 'a\na/f.txt\na/Big\na/empty\na/sub\na/sub/deep\na/sub/deep/leaf.yaml\na/void\n'],
  [['find', 'a', '-name', '*.txt'], '', 'a/f.txt\n'],
  [['find', 'a', '-iname', 'big'], '', 'a/Big\n'],
  [['find', 'a', '-type', 'd'], '', 'a\na/sub\na/sub/deep\na/void\n'],
  [['find', 'a', '-type', 'f,d', '-maxdepth', '1'], '', 'a\na/f.txt\na/Big\na/empty\na/sub\na/void\n'],
  [['find', 'a', '-mindepth', '2', '-type', 'f'], '', 'a/sub/deep/leaf.yaml\n'],
  [['find', 'a', '-path', '*/deep/*'], '', 'a/sub/deep/leaf.yaml\n'],
  [['find', 'a', '-empty'], '', 'a/empty\na/void\n'],
  [['find', 'a', '-not', '-type', 'd'], '', 'a/f.txt\na/Big\na/empty\na/sub/deep/leaf.yaml\n'],
  [['find', 'a', '!', '-name', '*.txt', '-a', '-type', 'f'], '', 'a/Big\na/empty\na/sub/deep/leaf.yaml\n'],
  [['find', 'a', '-name', 'f.txt', '-o', '-name', 'empty'], '', 'a/f.txt\na/empty\n'],
  [['find', 'a', '(', '-name', 'f.txt', '-o', '-type', 'd', ')', '-name', 'f*'], '', 'a/f.txt\n'],
  [['find', 'a', '-size', '+4k'], '', 'a/Big\n'],
  [['find', 'a', '-size', '-2', '-type', 'f'], '', 'a/f.txt\na/empty\na/sub/deep/leaf.yaml\n'],
  [['find', 'a', '-size', '5000c'], '', 'a/Big\n'],
  [['find', 'a', '-perm', '644'], '', 'a/f.txt\na/Big\na/empty\na/sub/deep/leaf.yaml\n'],
  [['find', 'a', '-perm', '-u+x'], '', 'a\na/sub\na/sub/deep\na/void\n'],
  [['find', 'a', '-perm', '/111', '-name', 'sub'], '', 'a/sub\n'],
  [['find', 'a', '-type', 'f', '-exec', 'echo', 'got', '{}', ';'], '', 'got a/f.txt\ngot a/Big\ngot a/empty\ngot a/sub/deep/leaf.yaml\n'],
  [['find', 'a/sub', '-type', 'f', '-exec', 'echo', '{}', '+'], '', 'a/sub/deep/leaf.yaml\n'],
  [['find', 'a', '-name', 'sub', '-prune', '-o', '-type', 'f', '-print'], '', 'a/f.txt\na/Big\na/empty\n'],
  [['find', 'a/f.txt', '-print0'], '', 'a/f.txt\u0000'],
  [['find', 'a/f.txt', 'a/empty'], '', 'a/f.txt\na/empty\n'],
  [['find', 'a', '-name', 'f.txt', '-delete', '-print'], '', 'a/f.txt\n'],
  [['find', 'a', '-type', 'f', '-mmin', '+5'], '', ''],
  [['find', 'a', '-name', 'void', '-delete'], '', ''],
  [['find', 'a/sub', '-name', 'sub', '-delete'], '', 'find: cannot delete ‘a/sub’: Directory not empty\n', 1],
  [['find', '.', '-zork'], '', "find: unknown predicate `-zork'\n", 1],
  [['find', 'nope'], '', 'find: ‘nope’: No such file or directory\n', 1],
  [['find', '.', '-name'], '', "find: missing argument to `-name'\n", 1],
  [['find', '.', '-type', 'q'], '', 'find: Unknown argument to -type: q\n', 1],
  [['find', '.', '-maxdepth', 'x'], '', 'find: Expected a positive decimal integer argument to -maxdepth, but got ‘x’\n', 1],
  [['find', '.', '(', '-name', 'a'], '', "find: invalid expression; I was expecting to find a ')' somewhere but did not see one.\n", 1],
  [['find', '.', '-name', 'a', ')'], '', "find: you have too many ')'\n", 1],
  [['find', '.', '-name', 'a', 'foo'], '', "find: paths must precede expression: `foo'\n", 1],
  [['find', '.', '-exec', 'ls', '{}'], '', "find: missing argument to `-exec'\n", 1],
  [['find', '.', '-size', 'x'], '', "find: invalid -size type `x'\n", 1],
  [['find', '.', '-perm', 'zz'], '', 'find: invalid mode ‘zz’\n', 1],
  [['find', '.', '-newer', 'nope'], '', 'find: ‘nope’: No such file or directory\n', 1],
  [['find', '.', '-not'], '', "find: expected an expression after '-not'\n", 1],
  [['find', '.', '-o', '-name', 'a'], '', "find: invalid expression; you have used a binary operator '-o' with nothing before it.\n", 1],
  [['find', '.', '-name', 'a', '-o'], '', "find: expected an expression after '-o'\n", 1],
  [['find', '.', '-name', 'a', '-a'], '', "find: expected an expression after '-a'\n", 1],
  [['find', '(', ')'], '', 'find: invalid expression; empty parentheses are not allowed.\n', 1],
  [['find', 'a/empty', '-exec', 'nope', '{}', ';'], '', 'find: ‘nope’: No such file or directory\n'],
  [
    ['find', '-maxdepth', '0', 'a'],
    '',
    "find: paths must precede expression: `a'\nfind: possible unquoted pattern after predicate `-maxdepth'?\n",
    1,
  ],
  [['find', '.', '-user', 'zork'], '', 'find: ‘zork’ is not the name of a known user\n', 1],
  [['find', '.', '-maxdepth'], '', "find: missing argument to `-maxdepth'\n", 1],
  [['find', '-L', 'a', '-name', 'f.txt'], '', 'a/f.txt\n'],
  [['find', 'a', '-newer', 'a/f.txt', '-name', 'zz'], '', ''],
  [['find', 'a/f.txt', '-quit', '-print'], '', ''],
  [['du', 'a'], '', '8\ta/sub/deep\n12\ta/sub\n4\ta/void\n32\ta\n'],
  [['du', '-s', 'a'], '', '32\ta\n'],
  [['du', '-a', 'a'], '', '4\ta/f.txt\n8\ta/Big\n0\ta/empty\n4\ta/sub/deep/leaf.yaml\n8\ta/sub/deep\n12\ta/sub\n4\ta/void\n32\ta\n'],
  [['du', '-h', 'a'], '', '8.0K\ta/sub/deep\n12K\ta/sub\n4.0K\ta/void\n32K\ta\n'],
  [['du', '-sh', 'a', 'a/sub'], '', '32K\ta\n'],
  [['du', '-d', '1', 'a'], '', '12\ta/sub\n4\ta/void\n32\ta\n'],
  [['du', '--max-depth=0', 'a'], '', '32\ta\n'],
  [['du', '-ac', 'a/f.txt', 'a/Big'], '', '4\ta/f.txt\n8\ta/Big\n12\ttotal\n'],
  [['du', '-sb', 'a/f.txt'], '', '8\ta/f.txt\n'],
  [['du', '--zork'], '', "du: unrecognized option '--zork'\nTry 'du --help' for more information.\n", 1],
  [['du', 'nope'], '', "du: cannot access 'nope': No such file or directory\n", 1],
  [['du', '-x9'], '', "du: invalid option -- '9'\nTry 'du --help' for more information.\n", 1],
  [['du', '-s', '-a', 'a'], '', "du: cannot both summarize and show all entries\nTry 'du --help' for more information.\n", 1],
  [['du', '-d', 'x'], '', "du: invalid maximum depth ‘x’\nTry 'du --help' for more information.\n", 1],
]

const echo: Program = {
  name: 'echo',
  summary: 'Prints its words.',
  async run(process) {
    await process.print(`${process.argv.slice(1).join(' ')}\n`)
    return 0
  },
}

const programs = [...filePrograms, echo]

/** The real tools list directories in no order. */
const lines = (text: string): readonly string[] => text.split('\n').sort()

test.each(recorded)('%j %#', async (words, input, output, exitCode = 0) => {
  const [printed, code] = await runIn(hop, programs, files, words, input)
  if (/^(?:find|du)$/.test(words[0]!)) expect([lines(printed), code]).toEqual([lines(output), exitCode])
  else expect([printed, code]).toEqual([output, exitCode])
})

/** From tree 2.1.1, which is not on every machine. */
const trees: readonly Recorded[] = [
  [
    ['tree', 'a'],
    '',
    'a\n├── Big\n├── empty\n├── f.txt\n├── sub\n│\u00a0\u00a0 └── deep\n│\u00a0\u00a0     └── leaf.yaml\n└── void\n\n4 directories, 4 files\n',
  ],
  [['tree', '-L', '1', '-d', 'a'], '', 'a\n├── sub\n└── void\n\n3 directories\n'],
  [['tree', 'nope'], '', 'nope  [error opening dir]\n\n0 directories, 0 files\n', 2],
  [['tree', '-L', '0'], '', 'tree: Invalid level, must be greater than 0.\n', 1],
]

test.each(trees)('%j', async (words, input, output, exitCode = 0) => {
  expect(await runIn(hop, programs, files, words, input)).toEqual([output, exitCode])
})
