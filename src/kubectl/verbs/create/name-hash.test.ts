import { expect, test } from 'vitest'
import { contentHash } from './name-hash.ts'

test('The hash of a ConfigMap is that of the real kubectl.', () => {
  expect(contentHash({ kind: 'ConfigMap', metadata: { name: 'hashed' }, data: { a: '1' } })).toBe('tt42b4m6hd')
})
