import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../base/index.ts'
import { replay } from '../conform/replay.ts'
import { parseTranscript } from '../conform/transcript.ts'
import { programs } from '../programs.ts'
import { parseArguments } from './arguments.ts'
import { hop } from './node-hop.ts'

const transcriptsIn = (path: string): string[] => {
  if (!statSync(path, { throwIfNoEntry: false }))
    throw new UsageError(`bottleship conform: Expected a transcript or a folder but found no ${path}.`, 2)
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => (statSync(join(path, name)).isDirectory() || name.endsWith('.yaml') ? transcriptsIn(join(path, name)) : []))
}

const firstLine = (text: string): string => text.trimEnd().split('\n')[0]!

/** `bottleship conform`: replays transcripts and says what differs. Returns 1 unless all steps passed. */
export const conform = async (words: readonly string[]): Promise<number> => {
  const { options, words: paths } = parseArguments('conform', words, { '--quiet': false })
  if (paths.length === 0) throw new UsageError('bottleship conform: Expected PATH... but found nothing.', 2)
  let [passed, failed] = [0, 0]
  for (const path of paths.flatMap(transcriptsIn)) {
    const transcript = parseTranscript(readFileSync(path, 'utf8'))
    const before = [passed, failed] as const
    try {
      for await (const { number, step, differences } of replay(transcript, { hop, programs })) {
        if (differences.length === 0) {
          passed++
          continue
        }
        failed++
        console.log(`${path}: step ${number}: ${firstLine(step.run ?? '')}`)
        for (const line of differences) console.log(`    ${line}`)
      }
    } catch (error) {
      const left = transcript.steps.filter(({ run }) => run !== undefined).length - (passed - before[0]) - (failed - before[1])
      failed += left
      console.log(`${path}: ${left} steps not run: ${error instanceof Error ? error.stack : String(error)}`)
    }
    if (!options.has('--quiet')) console.log(`${path}: ${passed - before[0]} passed, ${failed - before[1]} failed`)
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
