import { SystemError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording, type Option } from '../getopt.ts'

const known: readonly Option[] = [
  { letter: 'c', value: 'required' },
  { letter: 'i', value: 'required' },
  { letter: 'W', value: 'required' },
  { letter: 'w', value: 'required' },
  { letter: 'q' },
  { letter: 'n' },
  { letter: '4' },
]

/** Echo requests go where connections go: a host that answers at all refuses the port, and that is an answer too. */
export const ping: Program = {
  name: 'ping',
  summary: 'Asks a host whether it is there.',
  cost: 5,
  run: async (process) => {
    const options = getopt(process.argv.slice(1), known, gnuWording('ping', 2))
    const [host] = options.operands
    if (host === undefined) {
      await process.printError('ping: usage error: Destination address required\n')
      return 1
    }
    const count = options.has('c') ? Number(options.get('c')) : Infinity
    let address: string
    try {
      address = (await process.lookup(host))[0]!
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await process.printError(`ping: ${host}: ${error.message}\n`)
      return 2
    }
    await process.print(`PING ${host} (${address}) 56(84) bytes of data.\n`)
    let [sent, received] = [0, 0]
    const started = process.clock.now
    for (let sequence = 1; sequence <= count; sequence++) {
      sent++
      try {
        process.network.connect(address, 7).close()
        received++
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        if (error.code === 'ECONNREFUSED') received++
        else if (error.code === 'EHOSTUNREACH')
          await process.print(`From ${process.network.addresses[0]} icmp_seq=${sequence} Destination Host Unreachable\n`)
      }
      if (received === sent)
        await process.print(
          `64 bytes from ${address}: icmp_seq=${sequence} ttl=64 time=0.${40 + (process.machine.seed('ping', sequence) % 60)} ms\n`,
        )
      if (sequence < count) await process.sleep(Number(options.get('i') ?? 1) * 1000)
    }
    const loss = Math.round((100 * (sent - received)) / sent)
    await process.print(
      `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} received, ${loss}% packet loss, time ${Math.round(process.clock.now - started)}ms\n`,
    )
    return received > 0 ? 0 : 1
  },
}
