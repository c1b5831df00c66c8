import { listAt, textAt } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeEvents } from './events.ts'
import { writeHead } from './parts.ts'

export const serviceAccount: Describer = {
  kind: 'ServiceAccount',
  describe(object, write, context) {
    writeHead(write, object)
    const names = listAt(object, 'imagePullSecrets').map((one) => textAt(one, 'name'))
    if (names.length === 0) write.line(0, 'Image pull secrets:', '<none>')
    names.forEach((name, i) => write.line(0, i === 0 ? 'Image pull secrets:' : '', name))
    writeEvents(write, object, context)
  },
}
