import { expect, test } from 'vitest'
import { diffTime, unifiedHunks } from './diff.ts'

const lines = (...names: readonly string[]): string => names.map((name) => `${name}\n`).join('')

test('equal texts have no hunks', () => {
  expect(unifiedHunks('a\n', 'a\n')).toBe('')
})

test('changes far apart stand in hunks of their own, deletions first', () => {
  const from = lines('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k')
  const to = lines('a', 'B', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l')
  expect(unifiedHunks(from, to)).toBe('@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -9,3 +9,4 @@\n i\n j\n k\n+l\n')
})

test('a file that is new comes from nothing', () => {
  expect(unifiedHunks('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b\n')
})

test('a last line without its end is marked', () => {
  expect(unifiedHunks('a', 'a\n')).toBe('@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n')
})

test('times are those of diff', () => {
  expect(diffTime(0)).toBe('1970-01-01 00:00:00.000000000 +0000')
})
