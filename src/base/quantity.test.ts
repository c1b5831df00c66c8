import { expect, test } from 'vitest'
import { addQuantity, compareQuantity, formatQuantity, quantityMilliValue, quantityValue } from './quantity.ts'

test.each([
  ['1500m', '1500m'],
  ['1.5', '1500m'],
  ['0.5Gi', '512Mi'],
  ['1024Mi', '1Gi'],
  ['1e3', '1e3'],
  ['1000000', '1M'],
  ['0', '0'],
  ['8131920Ki', '8131920Ki'],
  ['37399969321', '37399969321'],
  ['0.0001', '100u'],
  ['1000m', '1'],
  ['-1', '-1'],
])('%s is %s', (text, canonical) => {
  expect(formatQuantity(text)).toBe(canonical)
})

test('counts exactly', () => {
  expect(formatQuantity(addQuantity('100m', '1'))).toBe('1100m')
  expect(compareQuantity('1Gi', '1024Mi')).toBe(0)
  expect(quantityValue('1500m')).toBe(2)
  expect(quantityMilliValue('0.1')).toBe(100)
  expect(() => formatQuantity('1x')).toThrow('quantities must match the regular expression')
})
