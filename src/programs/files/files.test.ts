import { expect, test } from 'vitest'
import { runIn, type Recorded } from '../testing.ts'
import { CollectingWriter, type Program } from '../../machine/index.ts'
import { createTestMachine } from '../../machine/testing.ts'
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
  [
    ['tar'],
    '',
    "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.\n",
    2,
  ],
  [['tar', 'cf'], '', "tar: Old option 'f' requires an argument.\nTry 'tar --help' or 'tar --usage' for more information.\n", 2],
  [['tar', '-q'], '', "tar: invalid option -- 'q'\nTry 'tar --help' or 'tar --usage' for more information.\n", 64],
  [['tar', '--zork'], '', "tar: unrecognized option '--zork'\nTry 'tar --help' or 'tar --usage' for more information.\n", 64],
  [['tar', 'xf', 'nope'], '', 'tar: nope: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n', 2],
  [
    ['tar', 'cf', 'x.tar', 'nope'],
    '',
    'tar: nope: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n',
    2,
  ],
  [
    ['tar', 'cf', 'x.tar'],
    '',
    "tar: Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.\n",
    2,
  ],
  [
    ['tar', '-cxf', 'a', 'b'],
    '',
    "tar: You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option\nTry 'tar --help' or 'tar --usage' for more information.\n",
    2,
  ],
  [
    ['tar', '-tf', 'a/f.txt'],
    '',
    'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n',
    2,
  ],
  [
    ['tar', '-xzf', 'a/f.txt'],
    '',
    '\ngzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now\n',
    2,
  ],
  [['tar', '-cvf', 'x.tar', 'a/sub'], '', 'a/sub/\na/sub/deep/\na/sub/deep/leaf.yaml\n'],
  [['tar', '-cvzf', 'x.tgz', '-C', 'a', 'sub/deep', 'f.txt'], '', 'sub/deep/\nsub/deep/leaf.yaml\nf.txt\n'],
  [
    ['tar', 'cvf', 'x.tar', 'a/f.txt', 'nope'],
    '',
    'a/f.txt\ntar: nope: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n',
    2,
  ],
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

test.each(recorded.map((row) => ({ row })))('%j %#', async ({ row: [words, input, output, exitCode = 0] }) => {
  const [printed, code] = await runIn(createTestMachine(programs, hop), files, words, input)
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

test.each(trees.map((row) => ({ row })))('%j', async ({ row: [words, input, output, exitCode = 0] }) => {
  expect(await runIn(createTestMachine(programs, hop), files, words, input)).toEqual([output, exitCode])
})

/** Written by GNU tar and gzip -9: a file `numbers` with what `seq 1 300` prints and a line of hellos. */
const packed =
  'H4sIAAAAAAACA+2US4pUQRQFa3xW0UvIc/K/HAXBgdrQdu/fyB6JAx0pCBnwqqDq1i/iZn17+/rx08v3x9+kwGjt/R5+vY8zHu5Or7W187jtXh5P5fEPePv++uHl6enx8vz8+ru5Pz3/n2JFVU1dQ1NLWy6y5chVbnKXhzzlJW+lKLwmSlWa0pWhTGUpW7WoWpW3rKpNtasO1am6VLdaUbNa1PjEptbVhtpUW2pbvahbPepVnS/U1Yf6VF/qW6NoWCMaVaNp8H2HxtRYGluzaFozmlWzaXZNfs7UXJpbq2hZK1pVq2l1raHFr11aW7toWzvaVbtpd+2hPbWRcWygo+CjIKRgpKCk4KQgpWCloKUw966NuSPumDvqjrsj79g7+vBnBDrHL3M4NBLZfC7m8GhEGpNGpXHpekIwh07j0wg1Ro1S49RINVaNVrdTjDnMGrXGrZFr7HKguJhDsDHsftIyh2Rj2Wg2no1oY9qoNq6NbI+zA8zh2wg3xo1y49xIN9aNduPd8ywLc6g37o18Y9/oN/5NAFPAJPA6W8UcFUwG08GEMCVMCtPCxDA1vM/6nf1jAekReoQeoUfoEXqEHqFH6BGfRWWOHqFH6BF6hB6hR+iRs89nod83mrmz02epz1aftT57fRabHqFH6JF6Vp85eoQeoUfoEXqEHqFH6BF6pJ0zwhw9Qo/QI/QIPUKP0CP04I+P6xwm5ugReoQeoUfoEXqEHqFH6JFxTh1z9Ag9Qo/QI/QIPUKP0CP0yDzHkzl6hB6hR+gReoQeoUfoEXpknXPMHD1Cj9Aj9Ag9Qo/QI/QIPbLPgT8nvujzpy9fnp9+utXjcrlcLpfL5XK5XC6Xy+VyuVwul8vlcrlcLpfL5fKP+AHGdo/BACgAAA=='

test('tar unpacks what gzip compressed, and its own archives', async () => {
  const { clock, machine } = createTestMachine(filePrograms, hop)
  machine.files.write(
    '/tmp/real.tgz',
    Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)),
  )
  const run = async (line: string) => {
    const stdout = new CollectingWriter()
    machine.spawn(line.split(' '), { stdout, stderr: stdout, cwd: '/tmp' })
    await clock.advanceTo(clock.now + 1000)
    return stdout.text
  }
  expect(await run('tar -xvf real.tgz')).toBe('numbers\n')
  const numbers = `${Array.from({ length: 300 }, (_, index) => `${index + 1}\n`).join('')}hello hello hello\n`
  expect(machine.files.readText('/tmp/numbers')).toBe(numbers)
  expect(await run('mkdir -p d/e out')).toBe('')
  expect(await run(`cp numbers d/${'n'.repeat(120)}`)).toBe('')
  expect(await run('ln -s e d/link')).toBe('')
  expect(await run('tar czf own.tgz d')).toBe('')
  expect(await run('tar -tvf own.tgz d/e d/link')).toBe(
    'drwxr-xr-x root/root         0 2026-01-01 00:00 d/e/\nlrwxrwxrwx root/root         0 2026-01-01 00:00 d/link -> e\n',
  )
  expect(await run('tar xzf own.tgz -C out')).toBe('')
  expect(machine.files.readText(`/tmp/out/d/${'n'.repeat(120)}`)).toBe(numbers)
  expect(machine.files.lstat('/tmp/out/d/link').target).toBe('e')
})
