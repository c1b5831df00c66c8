import { bufferReader, CollectingWriter } from '../../machine/index.ts'
import { scenarios, settle, World, type WorldOptions } from '../../world/index.ts'
import { compareStep, type Outcome } from './compare.ts'
import { Normaliser } from './normalise.ts'
import { authoredText, type Step, type Transcript } from './transcript.ts'

export interface StepResult {
  /** Counted from 1 over all steps of the transcript. */
  readonly number: number
  readonly step: Step
  readonly differences: readonly string[]
}

const directory = '/root/lab'
const commandLimit = 600_000
const environment = new Map([
  ['HOME', '/root'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['TERM', 'dumb'],
  ['LC_ALL', 'C'],
  ['TZ', 'UTC'],
  ['USER', 'root'],
  ['LOGNAME', 'root'],
  ['SHELL', '/bin/bash'],
])

/** Replays a transcript in a world of its own and tells for each `run` step what differs. */
export const replay = async function* (
  transcript: Transcript,
  options: Pick<WorldOptions, 'hop' | 'programs'>,
): AsyncGenerator<StepResult, void, void> {
  const bugs: unknown[] = []
  const world = new World({
    ...options,
    scenario: scenarios.bare,
    fresh: transcript.fresh ?? false,
    onBug: (error) => void bugs.push(error),
  })
  await world.boot()
  const machine = world.machine(world.controlPlane.hostname)
  machine.files.mkdir(directory)
  write(world, transcript.files ?? {})
  const authored = authoredText(transcript)
  const sides = { expected: new Normaliser(authored), found: new Normaliser(authored) }
  for (const [index, step] of transcript.steps.entries()) {
    if (step.run === undefined) {
      await act(world, step)
      continue
    }
    const outcome = await run(world, step.run)
    const crashes = bugs.splice(0).map((error) => `! ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    yield { number: index + 1, step, differences: [...crashes, ...compareStep(step, outcome, sides)] }
  }
}

/** A bash command line, as root in the working directory. */
const run = async (world: World, text: string): Promise<Outcome> => {
  const [stdout, stderr] = [new CollectingWriter(), new CollectingWriter()]
  const process = world
    .machine(world.controlPlane.hostname)
    .spawn(['bash', '-c', text], { stdin: bufferReader(''), stdout, stderr, env: environment, cwd: directory })
  const ended = await world.runUntil(() => process.exitCode !== undefined, commandLimit)
  if (!ended) process.kill('SIGKILL')
  return { stdout: stdout.text, stderr: stderr.text, code: process.exitCode ?? 124 }
}

const write = (world: World, files: Readonly<Record<string, string>>): void => {
  const machine = world.machine(world.controlPlane.hostname)
  for (const [name, text] of Object.entries(files)) {
    const path = `${directory}/${name}`
    machine.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true })
    machine.files.write(path, text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 })
  }
}

const manifests = '/etc/kubernetes/manifests'
const components: Readonly<Record<string, string>> = {
  etcd: 'etcd',
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  scheduler: 'kube-scheduler',
}

const act = async (world: World, step: Step): Promise<void> => {
  const { files } = world.machine(world.controlPlane.hostname)
  const componentFile = (name: string): string => `${components[name] ?? name}.yaml`
  if (step.write) write(world, step.write)
  if (step['node-down']) world.machine(step['node-down']).powerOff()
  if (step['node-up']) world.machine(step['node-up']).powerOn()
  if (step['node-add']) world.addMachine(step['node-add']).powerOn()
  if (step.stop) files.rename(`${manifests}/${componentFile(step.stop)}`, `/root/${componentFile(step.stop)}`)
  if (step.start) files.rename(`/root/${componentFile(step.start)}`, `${manifests}/${componentFile(step.start)}`)
  if (step.wait) await world.clock.advanceTo(world.clock.now + step.wait * 1000)
  if (step.settle) await settle(world, step.settle * 1000)
}
