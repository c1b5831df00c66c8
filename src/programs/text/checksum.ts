import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { SystemError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording, type Options } from '../getopt.ts'
import { readBytes } from './input.ts'

type Hash = (bytes: Uint8Array) => Uint8Array

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** Checks the files that a list of sums names; returns the exit code. */
const check = async (process: Process, name: string, hash: Hash, list: string, options: Options): Promise<number> => {
  const shown = list === '-' ? 'standard input' : list
  const text = new TextDecoder().decode(await readBytes(process, list))
  const digits = hash(new Uint8Array()).length * 2
  const form = new RegExp(`^([0-9a-fA-F]{${digits}}) [ *](.+)$`)
  const counts = { lines: 0, malformed: 0, mismatched: 0, unread: 0 }
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, sum, path] = form.exec(line) ?? []
    if (sum === undefined || path === undefined) {
      counts.malformed++
      continue
    }
    counts.lines++
    try {
      const right = bytesToHex(hash(await readBytes(process, path))) === sum.toLowerCase()
      if (!right) counts.mismatched++
      if (!options.has('status') && !(right && options.has('quiet'))) await process.print(`${path}: ${right ? 'OK' : 'FAILED'}\n`)
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
      counts.unread++
      await process.printError(`${name}: ${path}: ${error.message}\n`)
      if (!options.has('status')) await process.print(`${path}: FAILED open or read\n`)
    }
  }
  if (counts.lines === 0) {
    await process.printError(`${name}: ${shown}: no properly formatted checksum lines found\n`)
    return 1
  }
  if (!options.has('status')) {
    const warn = (text: string) => process.printError(`${name}: WARNING: ${text}\n`)
    if (counts.malformed > 0) await warn(plural(counts.malformed, 'line is improperly formatted', 'lines are improperly formatted'))
    if (counts.unread > 0) await warn(plural(counts.unread, 'listed file could not be read', 'listed files could not be read'))
    if (counts.mismatched > 0) await warn(plural(counts.mismatched, 'computed checksum did NOT match', 'computed checksums did NOT match'))
  }
  return counts.mismatched + counts.unread > 0 ? 1 : 0
}

const checksum = (name: string, hash: Hash): Program => ({
  name,
  summary: 'Prints or checks sums of files.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'b', long: 'binary' },
        { letter: 'c', long: 'check' },
        { letter: 't', long: 'text' },
        { long: 'quiet' },
        { long: 'status' },
        { long: 'tag' },
      ],
      gnuWording(name),
    )
    let code = 0
    for (const path of options.operands.length > 0 ? options.operands : ['-']) {
      try {
        if (options.has('check')) code = Math.max(code, await check(process, name, hash, path, options))
        else {
          const sum = bytesToHex(hash(await readBytes(process, path)))
          const line = options.has('tag')
            ? `${name.slice(0, -3).toUpperCase()} (${path}) = ${sum}`
            : `${sum} ${options.has('binary') ? '*' : ' '}${path}`
          await process.print(`${line}\n`)
        }
      } catch (error) {
        if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
        await process.printError(`${name}: ${path}: ${error.message}\n`)
        code = 1
      }
    }
    return code
  },
})

export const checksums: readonly Program[] = [
  checksum('md5sum', md5),
  checksum('sha1sum', sha1),
  checksum('sha256sum', sha256),
  checksum('sha512sum', sha512),
]
