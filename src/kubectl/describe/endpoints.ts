import { listAt, numberAt, textAt, type LooseObject } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeEvents } from './events.ts'
import { or, writeHead } from './parts.ts'

const addresses = (subset: LooseObject, name: string): string =>
  listAt(subset, name)
    .map((address) => textAt(address, 'ip'))
    .join(',') || '<none>'

export const endpoints: Describer = {
  kind: 'Endpoints',
  describe(object, write, context) {
    writeHead(write, object)
    write.line(0, 'Subsets:')
    for (const subset of listAt(object, 'subsets')) {
      write.line(1, 'Addresses:', addresses(subset, 'addresses'))
      write.line(1, 'NotReadyAddresses:', addresses(subset, 'notReadyAddresses'))
      const ports = listAt(subset, 'ports')
      if (ports.length > 0) {
        write.line(1, 'Ports:')
        write.line(2, 'Name', 'Port', 'Protocol')
        write.line(2, '----', '----', '--------')
        for (const port of ports)
          write.line(2, or(textAt(port, 'name'), '<unset>'), String(numberAt(port, 'port')), textAt(port, 'protocol'))
      }
      write.line(0)
    }
    writeEvents(write, object, context)
  },
}
