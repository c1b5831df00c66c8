import { parseYaml } from '../../base/index.ts'

export type Volatile = 'ids' | 'nodes' | 'kubelet-events' | 'numbers' | 'output' | 'code'

/** One step of a recorded transcript; exactly one of the actions is there. */
export interface Step {
  readonly run?: string
  readonly stdout?: string
  readonly stderr?: string
  readonly code?: number
  /** Compare only what is fixed of help texts: usage, flags, fields, commands. */
  readonly prose?: boolean
  readonly unordered?: boolean
  readonly volatile?: readonly Volatile[]
  readonly settle?: number
  readonly wait?: number
  readonly write?: Readonly<Record<string, string>>
  readonly 'node-down'?: string
  readonly 'node-up'?: string
  readonly 'node-add'?: string
  readonly stop?: string
  readonly start?: string
  readonly 'etcd-restore'?: string
}

/** Commands and what a real cluster answered; the format is described in test/conformance/README.md. */
export interface Transcript {
  readonly name: string
  readonly kubernetes: string
  readonly area: string
  readonly fresh?: boolean
  readonly files?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export const parseTranscript = (text: string): Transcript => {
  const transcript = parseYaml(text) as unknown as Transcript
  if (!Array.isArray(transcript?.steps)) throw new Error('Expected a transcript with a list of steps but found none.')
  return transcript
}

/** Everything that the scenario's author wrote: addresses and ports in it are not made up by a cluster. */
export const authoredText = (transcript: Transcript): string =>
  [
    ...Object.values(transcript.files ?? {}),
    ...transcript.steps.flatMap((step) => [step.run ?? '', ...Object.values(step.write ?? {})]),
  ].join('\n')
