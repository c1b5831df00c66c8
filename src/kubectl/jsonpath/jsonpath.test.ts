import { expect, test } from 'vitest'
import { renderJsonPath } from './index.ts'

const data = {
  a: { 'x.y': 'dk', n: 3, l: [1, 2, 3] },
  items: [{ name: 'ash', h: '20', p: 80 }, { name: 'birch', h: '15', p: 53 }, { name: 'fern' }],
}

test.each([
  ['{.items[*].name}', 'ash birch fern'],
  ['{range .items[*]}{.name}{"\\t"}{.h}{"\\n"}{end}!', 'ash\t20\nbirch\t15\nfern\t\n!'],
  ["{.a.x\\.y}{.a['x\\.y']}", 'dkdk'],
  ['{.items[?(@.h=="15")].name}', 'birch'],
  ['{.items[?(@.p>60)].name}', 'ash'],
  ['{.items[0].name} {.items[-1:].name} {.items[-1].name} {.items[0:2].name}', 'ash fern fern ash birch'],
  ['{..name}', 'ash birch fern'],
  ['{.a.l}{.a.l[0,2]}', '[1,2,3]1 3'],
  ['{.nothere}', ''],
  ['{range .items[?(@.h)]}{range .p}{@}{end};{end}', '80;53;'],
  ['{range .none[*]}x{end}y', 'y'],
])('%s', (template, expected) => expect(renderJsonPath(template, data)).toBe(expected))

test.each([
  ['{.data', 'unclosed action'],
  ['{.a[0]}', 'map[string]interface {} is not array or slice'],
  ['{.items[7].name}', 'array index out of bounds: index 7, length 3'],
  ['{end}', 'not in range, nothing to end'],
  ['{foo}', 'unrecognized identifier foo'],
  ['{.items[x]}', 'invalid array index x'],
])('%s fails', (template, message) => expect(() => renderJsonPath(template, data)).toThrow(message))
