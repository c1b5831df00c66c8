import { expect, test } from 'vitest'
import { parseGoTemplate, renderGoTemplate } from './index.ts'

const render = (template: string, data: unknown) => renderGoTemplate(parseGoTemplate(template), data, true)
const data = {
  metadata: { name: 'ash', labels: { b: '2', a: '1' } },
  data: { 'dotted.key': 'dk' },
  items: [
    { name: 'x', n: 1 },
    { name: 'y', n: 2 },
  ],
  big: 1000000,
  secret: 'aGk=',
}

test.each([
  ['{{.metadata.name}}{{"\\n"}}', 'ash\n'],
  ['{{range .items}}{{.name}}:{{len .name}} {{end}}', 'x:1 y:1 '],
  ['{{index .data "dotted.key"}} {{.data.nothere}}', 'dk <no value>'],
  ['{{range $k, $v := .metadata.labels}}{{$k}}={{$v}};{{end}}', 'a=1;b=2;'],
  ['{{if and .items (eq .metadata.name "ash")}}yes{{else if .x}}maybe{{else}}no{{end}}', 'yes'],
  ['{{range .none}}x{{else}}empty{{end}}', 'empty'],
  ['a {{- /* note */ -}} b', 'ab'],
  ['{{with .metadata}}{{.name | printf "%-5s|"}}{{end}}{{$x := .big}}{{$x}}', 'ash  |1e+06'],
  ['{{.secret | base64decode}}{{exists . "metadata" "labels" "c"}}', 'hifalse'],
  ['{{(index .items 1).name}}{{.metadata.labels}}', 'ymap[a:1 b:2]'],
])('%s', (template, expected) => expect(render(template, data)).toBe(expected))

test.each([
  ['{{.data.leaf', 'template: output:1: unclosed action'],
  ['{{foo}}', 'template: output:1: function "foo" not defined'],
  ['{{range .x}}', 'template: output:1: unexpected EOF'],
  ['{{end}}', 'template: output:1: unexpected {{end}}'],
  ['{{.metadata.name.x}}', `template: output:1:2: executing "output" at <.metadata.name.x>: can't evaluate field x in type interface {}`],
  ['{{eq .big 3}}', 'template: output:1:2: executing "output" at <eq .big 3>: error calling eq: incompatible types for comparison'],
])('%s fails', (template, message) => expect(() => render(template, data)).toThrow(message))
