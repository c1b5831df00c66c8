import { encode, decode, UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, readBytes } from './input.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]! + (at + 1 < bytes.length ? alphabet[(group >> 6) & 63]! : '=') + (at + 2 < bytes.length ? alphabet[group & 63]! : '=')
  }
  return text
}

/** The bytes before the first fault, and whether there was one. */
export const fromBase64 = (text: string): { readonly bytes: Uint8Array; readonly valid: boolean } => {
  const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
  const digits = /^[A-Za-z0-9+/]*/.exec(text)![0]
  const bytes: number[] = []
  for (let at = 0; at < digits.length; at += 4) {
    const part = digits.slice(at, at + 4)
    const group = [...part.padEnd(4, 'A')].reduce((sum, digit) => (sum << 6) | alphabet.indexOf(digit), 0)
    bytes.push(...[(group >> 16) & 255, (group >> 8) & 255, group & 255].slice(0, part.length - 1))
  }
  return { bytes: new Uint8Array(bytes), valid }
}

export const base64: Program = {
  name: 'base64',
  summary: 'Encodes and decodes base64.',
  async run(process) {
    const options = getopt(process.argv.slice(1), [{ letter: 'd', long: 'decode' }, { letter: 'i', long: 'ignore-garbage' }, { letter: 'w', long: 'wrap', value: 'required' }], gnuWording('base64'))
    if (options.operands.length > 1) throw new UsageError(`base64: extra operand ‘${options.operands[1]}’\nTry 'base64 --help' for more information.`)
    const wrap = Number(options.get('wrap') ?? 76)
    if (!Number.isInteger(wrap) || wrap < 0) throw new UsageError(`base64: invalid wrap size: ‘${options.get('wrap')}’`)
    let invalid = false
    const code = await eachInput(process, options.operands, async (_, name) => {
      const input = await readBytes(process, name)
      if (options.has('decode')) {
        const text = decode(input)
        const { bytes, valid } = fromBase64(options.has('ignore-garbage') ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text.replace(/\n/g, ''))
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
