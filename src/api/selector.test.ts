import { expect, test } from 'vitest'
import { matchesFields, parseFieldSelector } from './field-selector.ts'
import { matchesSelector, parseLabelSelector } from './selector.ts'

test.each([
  ['app=web,tier in (b,a),!old', 'app=web,!old,tier in (a,b)'],
  ['x', 'x'],
  ['a!=b,c notin (d)', 'a!=b,c notin (d)'],
  ['a==b', 'a==b'],
  ['a=', 'a='],
])('%s is %s', (text, canonical) => {
  expect(parseLabelSelector(text).text).toBe(canonical)
})

test.each([
  ['size in big', "unable to parse requirement: found 'big' expected: '('"],
  ['a,', "found '', expected: identifier after ','"],
  ['=b', "found '=', expected: !, identifier, or 'end of string'"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
])('words the error of %j', (text, message) => {
  expect(() => parseLabelSelector(text)).toThrow(new Error(message))
})

test('matches labels and fields', () => {
  const labels = { app: 'web', tier: 'a' }
  expect(['app=web', 'app!=web', 'tier in (a,b)', '!app', 'app,!old'].map((text) => parseLabelSelector(text).matches(labels))).toEqual([
    true,
    false,
    true,
    false,
    true,
  ])
  expect(matchesSelector({ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, labels)).toBe(true)
  expect(matchesSelector(undefined, labels)).toBe(false)
  expect(matchesSelector({}, labels)).toBe(true)
  expect(matchesFields(parseFieldSelector('a=1,b!=2'), (field) => (field === 'a' ? '1' : '3'))).toBe(true)
  expect(() => parseFieldSelector('abc')).toThrow("invalid selector: 'abc'; can't understand 'abc'")
})

test('notin and != select what has not the key, in does not', () => {
  const selects = (text: string): boolean => parseLabelSelector(text).matches({ tier: 'front' })
  expect(['app notin (a)', 'app!=a', 'app in (a)', 'tier notin (front)', 'tier notin (back)', '!app'].map(selects)).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
  ])
})
