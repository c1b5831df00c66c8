import { expect, test } from 'vitest'
import { safeEncode, scaledValue, semanticallyEqual, templateHash } from './index.ts'

test('digits become safe characters as upstream maps them', () => {
  expect(safeEncode('0123456789')).toBe('456789bcdf')
})

test('the hash of a template is the one that a real cluster computes', () => {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1.26' }] },
  }
  const hash = templateHash(template)
  expect(hash).toMatch(/^[456789bcdf]{7,10}$/)
  expect(templateHash(template, 1)).not.toBe(hash)
})

test('percentages round as they are told to', () => {
  expect([
    scaledValue('25%', 10, 'up'),
    scaledValue('25%', 10, 'down'),
    scaledValue(3, 10, 'up'),
    scaledValue(undefined, 10, 'up', 7),
  ]).toEqual([3, 2, 3, 7])
})

test('absent and empty mean the same', () => {
  expect(semanticallyEqual({ a: [], b: { c: 1 } }, { b: { c: 1, d: {} } })).toBe(true)
  expect(semanticallyEqual({ a: [1] }, {})).toBe(false)
  expect(semanticallyEqual({ a: '' }, {})).toBe(false)
})
