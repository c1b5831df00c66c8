import type { VirtualClock } from '../base/index.ts'
import { bufferReader, CollectingWriter, type Computer } from '../machine/index.ts'

/** A command as recorded with the real tool: its words, what it reads, what it prints (stdout, then stderr), and its exit code. */
export type Recorded = readonly [words: readonly string[], input: string, output: string, exitCode?: number]

/** Runs a command in /tmp, where `files` lie; a name that ends in `/` is a directory. */
export const runIn = async (
  { clock, machine }: { readonly clock: VirtualClock; readonly machine: Computer },
  files: Readonly<Record<string, string>>,
  words: readonly string[],
  input = '',
): Promise<readonly [output: string, exitCode: number | undefined]> => {
  for (const [path, text] of Object.entries(files)) {
    machine.files.mkdir(`/tmp/${path.replace(/\/?[^/]*$/, '')}`, { parents: true })
    if (!path.endsWith('/')) machine.files.write(`/tmp/${path}`, text)
  }
  const [stdout, stderr] = [new CollectingWriter(), new CollectingWriter()]
  const process = machine.spawn([...words], { stdin: bufferReader(input), stdout, stderr, cwd: '/tmp' })
  await clock.advanceTo(clock.now + 60_000)
  return [stdout.text + stderr.text, process.exitCode]
}
