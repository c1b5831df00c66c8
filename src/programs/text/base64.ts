import { encode, decode, UsageError, fromBase64, toBase64 } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, readBytes } from './input.ts'

/** The bytes before the first fault, and whether there was one. */
const decodePart = (text: string): { readonly bytes: Uint8Array; readonly valid: boolean } => ({
  bytes: fromBase64(/^[A-Za-z0-9+/]*/.exec(text)![0]) ?? new Uint8Array(),
  valid: /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
})

export const base64: Program = {
  name: 'base64',
  summary: 'Encodes and decodes base64.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'd', long: 'decode' },
        { letter: 'i', long: 'ignore-garbage' },
        { letter: 'w', long: 'wrap', value: 'required' },
      ],
      gnuWording('base64'),
    )
    if (options.operands.length > 1)
      throw new UsageError(`base64: extra operand ‘${options.operands[1]}’\nTry 'base64 --help' for more information.`)
    const wrap = Number(options.get('wrap') ?? 76)
    if (!Number.isInteger(wrap) || wrap < 0) throw new UsageError(`base64: invalid wrap size: ‘${options.get('wrap')}’`)
    let invalid = false
    const code = await eachInput(process, options.operands, async (_, name) => {
      const input = await readBytes(process, name)
      if (options.has('decode')) {
        const text = decode(input)
        const { bytes, valid } = decodePart(options.has('ignore-garbage') ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text.replace(/\n/g, ''))
        await process.stdout.write(bytes)
        if (!valid) invalid = true
        return
      }
      const text = toBase64(input)
      if (wrap === 0) await process.stdout.write(encode(text))
      else if (text) await process.print(`${text.match(new RegExp(`.{1,${wrap}}`, 'g'))!.join('\n')}\n`)
    })
    if (invalid) {
      await process.printError('base64: invalid input\n')
      return 1
    }
    return code
  },
}
