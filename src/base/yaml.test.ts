import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseYaml, parseYamlDocuments, parseYamlStrict, toYaml, YamlError } from './yaml.ts'

test('what is printed is read back', () => {
  fc.assert(
    fc.property(
      // JavaScript gives `__proto__` a meaning of its own; no object of Kubernetes has a field of that name.
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
      ),
      (value) => {
        expect(parseYaml(toYaml(value))).toEqual({ ...value })
      },
    ),
  )
})

test('prints as Go does: ambiguous texts in double quotes, impossible ones in single quotes, keys in natural order', () => {
  const value = { z10: 'yes', z2: 'a: b', list: [{ b: 1, a: [] }], n: 'x', text: 'one\ntwo\n', empty: {} }
  expect(toYaml(value)).toBe(`empty: {}\nlist:\n- a: []\n  b: 1\n"n": x\ntext: |\n  one\n  two\nz2: 'a: b'\nz10: "yes"\n`)
})

test('reads YAML 1.1 as Go does', () => {
  expect(parseYaml('a: yes\nb: 010\nc: 2001-01-01\nd: "1"\ne: 1_000\n')).toEqual({ a: true, b: 8, c: '2001-01-01', d: '1', e: 1000 })
  expect(parseYamlDocuments('---\na: 1\n---\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }])
  expect(parseYamlStrict('data: {k: 1, k: 2}\n')).toEqual([{ value: { data: { k: 2 } }, duplicates: ['data.k'] }])
})

test.each([
  ['a: b: c\n', 'yaml: mapping values are not allowed in this context'],
  ['a:\n\tb: c\n', 'yaml: line 2: found character that cannot start any token'],
  ['a: "x\n', 'yaml: line 2: found unexpected end of stream'],
  ['- a\nb: c\n', "yaml: line 1: did not find expected '-' indicator"],
  ['a: b\n c: d\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['a: [1, 2\nb: 3\n', "yaml: line 1: did not find expected ',' or ']'"],
  ['a:\n  b: c\n d: e\n', 'yaml: line 2: did not find expected key'],
  ['a: b\nfoo\nc: d\n', "yaml: line 3: could not find expected ':'"],
  ['a: *x\n', "yaml: unknown anchor 'x' referenced"],
  ['a: }\n', 'yaml: did not find expected node content'],
])('words the error of %j as Go does', (text, message) => {
  expect(() => parseYaml(text)).toThrow(new YamlError(message))
})
