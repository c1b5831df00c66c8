import { at, listAt, mapAt, textAt } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeEvents } from './events.ts'
import { or, writeHead } from './parts.ts'

export const endpointSlice: Describer = {
  kind: 'EndpointSlice.discovery.k8s.io',
  describe(object, write, context) {
    writeHead(write, object)
    write.line(0, 'AddressType:', textAt(object, 'addressType'))
    const ports = listAt(object, 'ports')
    if (ports.length === 0) write.line(0, 'Ports: <unset>')
    else {
      write.line(0, 'Ports:')
      write.line(1, 'Name', 'Port', 'Protocol')
      write.line(1, '----', '----', '--------')
      for (const port of ports)
        write.line(1, or(textAt(port, 'name'), '<unset>'), or(at(port, 'port'), '<unset>'), textAt(port, 'protocol'))
    }
    const endpoints = listAt(object, 'endpoints')
    if (endpoints.length === 0) write.line(0, 'Endpoints: <none>')
    else write.line(0, 'Endpoints:')
    for (const endpoint of endpoints) {
      const target = mapAt(endpoint, 'targetRef')
      write.line(1, '- Addresses:', ((at(endpoint, 'addresses') as readonly string[] | undefined) ?? []).join(', '))
      write.line(2, 'Conditions:')
      write.line(3, 'Ready:', or(at(endpoint, 'conditions', 'ready'), '<unset>'))
      write.line(2, 'Hostname:', or(at(endpoint, 'hostname'), '<unset>'))
      if (Object.keys(target).length > 0) write.line(2, 'TargetRef:', `${String(target['kind'])}/${String(target['name'])}`)
      write.line(2, 'NodeName:', or(at(endpoint, 'nodeName'), '<unset>'))
      write.line(2, 'Zone:', or(at(endpoint, 'zone'), '<unset>'))
    }
    writeEvents(write, object, context)
  },
}
