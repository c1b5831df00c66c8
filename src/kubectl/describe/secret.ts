import { mapAt, textAt } from '../object.ts'
import { decode, fromBase64 } from '../../base/index.ts'
import type { Describer } from './describer.ts'
import { sortedNames, writeAnnotations, writeLabels } from './parts.ts'

export const secret: Describer = {
  kind: 'Secret',
  describe(object, write) {
    write.line(0, 'Name:', textAt(object, 'metadata', 'name'))
    write.line(0, 'Namespace:', textAt(object, 'metadata', 'namespace'))
    writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
    writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
    write.write(0, `\nType:\t${textAt(object, 'type')}\n`)
    write.write(0, '\nData\n====\n')
    const data = mapAt(object, 'data')
    const isToken = textAt(object, 'type') === 'kubernetes.io/service-account-token'
    for (const name of sortedNames(data)) {
      const bytes = fromBase64(String(data[name] ?? '')) ?? new Uint8Array()
      write.line(0, `${name}:`, isToken && name === 'token' ? decode(bytes) : `${bytes.length} bytes`)
    }
  },
}
