import { fromBase64 } from '../../base/index.ts'
import { mapAt } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeEvents } from './events.ts'
import { sortedNames, writeHead } from './parts.ts'

const size = (data: unknown): number => fromBase64(String(data))?.length ?? 0

export const configMap: Describer = {
  kind: 'ConfigMap',
  describe(object, write, context) {
    const data = mapAt(object, 'data')
    const binary = mapAt(object, 'binaryData')
    writeHead(write, object)
    write.write(0, '\nData\n====\n')
    for (const name of sortedNames(data)) write.write(0, `${name}:\n----\n${String(data[name])}\n\n`)
    write.write(0, '\nBinaryData\n====\n')
    for (const name of sortedNames(binary)) write.write(0, `${name}: ${size(binary[name])} bytes\n`)
    write.write(0, '\n')
    writeEvents(write, object, context)
  },
}
