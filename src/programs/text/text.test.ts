import { expect, test } from 'vitest'
import { runIn, type Recorded } from '../testing.ts'
import { textPrograms } from './index.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

const files: Readonly<Record<string, string>> = {
  'a/f': 'one\ntwo\nthree\n',
  'b/f': 'one\n2\nthree\nfour',
  'a/bin': 'x\u0000y',
  'b/bin': 'x\u0000z',
  'a/only': 'o\n',
  'a/sub/s': '1\n',
  'b/sub/s': '2\n',
  up: 'One\n two\n',
  low: 'one\ntwo\n',
  sums: 'f97c5d29941bfb1b2fdab0874906ab82  a/f\nbad\n00000000000000000000000000000000  b/f\n00000000000000000000000000000000  nope\n',
  long1: '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n26\n27\n28\n29\n30\n',
  long2: '1\n2\n4\n5\n6\n7\n8\n9\n10\nx\ny\n11\n12\n13\n14\n15\n16\n17\n18\n19\n21\n22\n23\n24\n25\n26\n27\n28\n29\n30\n',
  j1: 'a 1\nb 2\nc 3\n',
  j2: 'a x\nc y z\nd w\n',
  p1: 'k:v\n',
  text: 'abc\u0000hello world\u0001\u0002xyz\nlonger line here\n',
}

/** Recorded with the tools of a Debian machine. */
const recorded: readonly Recorded[] = [
  [['diff', 'a/f', 'b/f'], '', '2c2\n< two\n---\n> 2\n3a4\n> four\n\\ No newline at end of file\n', 1],
  [['diff', 'b/f', 'a/f'], '', '2c2\n< 2\n---\n> two\n4d3\n< four\n\\ No newline at end of file\n', 1],
  [
    ['diff', 'a', 'b'],
    '',
    'Binary files a/bin and b/bin differ\ndiff a/f b/f\n2c2\n< two\n---\n> 2\n3a4\n> four\n\\ No newline at end of file\nOnly in a: only\nCommon subdirectories: a/sub and b/sub\n',
    1,
  ],
  [
    ['diff', '-r', 'a', 'b'],
    '',
    'Binary files a/bin and b/bin differ\ndiff -r a/f b/f\n2c2\n< two\n---\n> 2\n3a4\n> four\n\\ No newline at end of file\nOnly in a: only\ndiff -r a/sub/s b/sub/s\n1c1\n< 1\n---\n> 2\n',
    1,
  ],
  [
    ['diff', '-q', 'a', 'b'],
    '',
    'Files a/bin and b/bin differ\nFiles a/f and b/f differ\nOnly in a: only\nCommon subdirectories: a/sub and b/sub\n',
    1,
  ],
  [
    ['diff', '-rq', 'a', 'b'],
    '',
    'Files a/bin and b/bin differ\nFiles a/f and b/f differ\nOnly in a: only\nFiles a/sub/s and b/sub/s differ\n',
    1,
  ],
  [
    ['diff', '-N', 'a', 'b'],
    '',
    'Binary files a/bin and b/bin differ\ndiff -N a/f b/f\n2c2\n< two\n---\n> 2\n3a4\n> four\n\\ No newline at end of file\ndiff -N a/only b/only\n1d0\n< o\nCommon subdirectories: a/sub and b/sub\n',
    1,
  ],
  [['diff', '-s', 'a/f', 'a/f'], '', 'Files a/f and a/f are identical\n'],
  [['diff', 'a/f', 'b'], '', '2c2\n< two\n---\n> 2\n3a4\n> four\n\\ No newline at end of file\n', 1],
  [['diff', 'a/bin', 'b/bin'], '', 'Binary files a/bin and b/bin differ\n', 1],
  [['diff', '-i', 'up', 'low'], '', '2c2\n<  two\n---\n> two\n', 1],
  [['diff', '-w', 'up', 'low'], '', '1c1\n< One\n---\n> one\n', 1],
  [['diff', '-iw', 'up', 'low'], '', ''],
  [['diff', 'long1', 'long2'], '', '3d2\n< 3\n10a10,11\n> x\n> y\n20d20\n< 20\n', 1],
  [
    ['diff', '-u', '--label', 'A', '--label', 'B', 'long1', 'long2'],
    '',
    '--- A\n+++ B\n@@ -1,6 +1,5 @@\n 1\n 2\n-3\n 4\n 5\n 6\n@@ -8,6 +7,8 @@\n 8\n 9\n 10\n+x\n+y\n 11\n 12\n 13\n@@ -17,7 +18,6 @@\n 17\n 18\n 19\n-20\n 21\n 22\n 23\n',
    1,
  ],
  [
    ['diff', '-U1', '-L', 'A', '-L', 'B', 'long1', 'long2'],
    '',
    '--- A\n+++ B\n@@ -2,3 +2,2 @@\n 2\n-3\n 4\n@@ -10,2 +9,4 @@\n 10\n+x\n+y\n 11\n@@ -19,3 +20,2 @@\n 19\n-20\n 21\n',
    1,
  ],
  [
    ['diff', '-U0', '-L', 'A', '-L', 'B', 'a/f', 'b/f'],
    '',
    '--- A\n+++ B\n@@ -2 +2 @@\n-two\n+2\n@@ -3,0 +4 @@\n+four\n\\ No newline at end of file\n',
    1,
  ],
  [['diff', 'a', 'b', 'c'], '', "diff: extra operand 'c'\ndiff: Try 'diff --help' for more information.\n", 2],
  [['diff', 'a', 'nope'], '', 'diff: nope: No such file or directory\n', 2],
  [['diff', 'a'], '', "diff: missing operand after 'a'\ndiff: Try 'diff --help' for more information.\n", 2],
  [['diff'], '', "diff: missing operand after 'diff'\ndiff: Try 'diff --help' for more information.\n", 2],
  [['diff', 'nope', 'nope2'], '', 'diff: nope: No such file or directory\ndiff: nope2: No such file or directory\n', 2],
  [['diff', '--zork', 'a', 'b'], '', "diff: unrecognized option '--zork'\ndiff: Try 'diff --help' for more information.\n", 2],
  [['diff', '-U', 'x', 'a', 'b'], '', "diff: invalid context length 'x'\ndiff: Try 'diff --help' for more information.\n", 2],
  [['md5sum', 'a/f', 'b/f'], '', 'deed54b823522e0525693b090363f9df  a/f\ne9b15aa4f4c59aeaf7ec2565480d09f2  b/f\n'],
  [['sha1sum', 'a/f'], '', '98ce56098daf1a2ffe03a0d108ea841f1e4e6c69  a/f\n'],
  [['sha256sum', 'a/f'], '', 'b6285c57e8797db5d4c51c80d6f11938afda9b11c6a003549709189e9b4b92a2  a/f\n'],
  [
    ['sha512sum', 'a/f'],
    '',
    '4379c7e10619d0e4867e9c18a140a1420c8cb3510e040e2930651c1b1aabb0a668ba9d234875d98fd0d01f5486dd03079c99bc80440f76d1d7c6adf6356b299c  a/f\n',
  ],
  [['md5sum', '--tag', 'a/f'], '', 'MD5 (a/f) = deed54b823522e0525693b090363f9df\n'],
  [['md5sum', '-b', 'a/f'], '', 'deed54b823522e0525693b090363f9df *a/f\n'],
  [
    ['md5sum', '-c', 'sums'],
    '',
    'a/f: FAILED\nb/f: FAILED\nnope: FAILED open or read\nmd5sum: nope: No such file or directory\nmd5sum: WARNING: 1 line is improperly formatted\nmd5sum: WARNING: 1 listed file could not be read\nmd5sum: WARNING: 2 computed checksums did NOT match\n',
    1,
  ],
  [
    ['md5sum', '-c', '--quiet', 'sums'],
    '',
    'a/f: FAILED\nb/f: FAILED\nnope: FAILED open or read\nmd5sum: nope: No such file or directory\nmd5sum: WARNING: 1 line is improperly formatted\nmd5sum: WARNING: 1 listed file could not be read\nmd5sum: WARNING: 2 computed checksums did NOT match\n',
    1,
  ],
  [['md5sum', '-c', '--status', 'sums'], '', 'md5sum: nope: No such file or directory\n', 1],
  [['md5sum', '-c', 'a/f'], '', 'md5sum: a/f: no properly formatted checksum lines found\n', 1],
  [['md5sum', 'nope'], '', 'md5sum: nope: No such file or directory\n', 1],
  [['md5sum', 'a'], '', 'md5sum: a: Is a directory\n', 1],
  [['md5sum', '-q'], '', "md5sum: invalid option -- 'q'\nTry 'md5sum --help' for more information.\n", 1],
  [['sha256sum', '--zork'], '', "sha256sum: unrecognized option '--zork'\nTry 'sha256sum --help' for more information.\n", 1],
  [['diff', '-', 'a/f'], 'one\n', '1a2,3\n> two\n> three\n', 1],
  [['md5sum'], 'hello', '5d41402abc4b2a76b9719d911017c592  -\n'],
  [['sha256sum', '-'], 'hello\n', '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  -\n'],
]

test.each(recorded)('%j %#', async (words, input, output, exitCode = 0) => {
  expect(await runIn(hop, textPrograms, files, words, input)).toEqual([output, exitCode])
})
