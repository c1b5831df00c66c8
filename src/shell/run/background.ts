import type { Statement } from 'unbash'
import { emptyReader } from '../../machine/index.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { nextJobNumber } from './foreground.ts'
import type { Job } from './job.ts'
import { nodeText } from './node-text.ts'
import { write } from './output.ts'
import { spawnStage, spawnStages } from './pipeline.ts'
import { runStatements } from './execute.ts'

/** `command &` */
export function* startJob(shell: Shell, statement: Statement): Steps<number> {
  const { command } = statement
  const monitored = shell.has('monitor')
  const single = { ...statement, background: undefined }
  const processes =
    command.type === 'Pipeline' && command.prefixes.length === 0
      ? (yield* spawnStages(shell, command)).processes
      : [
          yield* spawnStage(shell, command.type === 'Command' ? command : undefined, (subshell) => runStatements(subshell, [single]), {
            ...(monitored ? { group: true } : { stdin: emptyReader }),
          }),
        ]
  const text = nodeText.shown(shell, command)
  const job: Job = {
    number: nextJobNumber(shell),
    processes,
    group: processes[0]!.group,
    text,
    background: true,
    state: 'running',
    code: 0,
    told: !shell.interactive,
  }
  shell.jobs.push(job)
  shell.lastBackground = processes.at(-1)!.pid
  if (shell.interactive) yield* write(shell, `[${job.number}] ${shell.lastBackground}\n`, 2)
  return 0
}
