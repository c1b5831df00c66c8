import { concat, SystemError } from '../../base/index.ts'
import { bufferReader, type Process, type Reader } from '../../machine/index.ts'

/** Opens an operand: `-` and no name at all mean stdin. */
export const openInput = (process: Process, path: string): Reader => {
  if (path === '-' || path === '/dev/stdin') return process.stdin
  if (path === '/dev/null') return bufferReader('')
  if (process.files.stat(path).type === 'directory') throw new SystemError('EISDIR', path)
  return bufferReader(process.files.read(path))
}

/** The lines of a stream in batches as they come; `complete` is false for a last line without line feed. */
export async function* lineBatches(
  reader: Reader,
  delimiter = '\n',
): AsyncGenerator<{ readonly lines: readonly string[]; readonly complete: boolean }> {
  const decoder = new TextDecoder()
  let rest = ''
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(delimiter)
    rest = parts.pop()!
    if (parts.length > 0) yield { lines: parts, complete: true }
  }
  rest += decoder.decode()
  if (rest !== '') yield { lines: [rest], complete: false }
}

export const readBytes = async (process: Process, path: string): Promise<Uint8Array> => {
  const reader = openInput(process, path)
  const chunks: Uint8Array[] = []
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) chunks.push(chunk)
  return concat(chunks)
}

/**
 * Runs `use` for every operand (stdin if there is none). One that cannot be read is told of in the program's words, and
 * makes the answer 1.
 */
export const eachInput = async (
  process: Process,
  operands: readonly string[],
  use: (reader: Reader, name: string, index: number) => Promise<void | 'stop'>,
  describe: (name: string, message: string) => string = (name, message) => `${process.argv[0]}: ${name}: ${message}`,
): Promise<number> => {
  let code = 0
  const names = operands.length > 0 ? operands : ['-']
  for (const [i, name] of names.entries()) {
    let reader: Reader
    try {
      reader = openInput(process, name)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await process.printError(`${describe(name, error.message)}\n`)
      code = 1
      continue
    }
    if ((await use(reader, name, i)) === 'stop') break
  }
  return code
}
