// Replays session files in Node; prints each one's hash in a line.
import { readFileSync } from 'node:fs'
import { createEvaluate } from '../../../src/host/evaluate.ts'
import { programs } from '../../../src/host/programs.ts'
import type { Session } from '../../../src/host/protocol.ts'
import { Simulation } from '../../../src/host/simulation.ts'

const hop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const onBug = (error: unknown): void => {
  throw error
}
for (const path of process.argv.slice(2)) {
  const session = JSON.parse(readFileSync(path, 'utf8')) as Session
  const simulation = await Simulation.open(session, { hop, programs, evaluate: createEvaluate(), onBug })
  process.stdout.write(`${simulation.hash()}\n`)
}
process.exit()
