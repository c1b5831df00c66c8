import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hop } from '../../src/host/cli/node-hop.ts'
import { createEvaluate } from '../../src/host/evaluate.ts'
import { storeHash, textHash } from '../../src/host/hash.ts'
import { Host } from '../../src/host/host.ts'
import { programs } from '../../src/host/programs.ts'
import type { Command, Frame, LogEntry, Session } from '../../src/host/protocol.ts'
import { Simulation } from '../../src/host/simulation.ts'
import { probe } from '../../src/teaching/index.ts'
import { scenarios } from '../../src/world/index.ts'

const sandbox: Session = { format: 1, product: 'test', world: scenarios.bare, log: [], until: 0 }

const open = (session: Session): Promise<Simulation> =>
  Simulation.open(session, {
    hop,
    programs,
    evaluate: createEvaluate(),
    onBug: (error) => {
      throw error
    },
  })

type Entry = readonly [seconds: number, command: Command]
const line = (terminal: string, text: string): Command => ({ do: 'type', terminal, data: `${text}\r` })

/** A rollout in one terminal, a loop in another: when, after the start, somebody typed what. */
const rollout: readonly Entry[] = [
  [1, { do: 'openTerminal', terminal: 't1', machine: 'controlplane', columns: 100, rows: 30 }],
  [1, { do: 'openTerminal', terminal: 't2', machine: 'controlplane', columns: 100, rows: 30 }],
  [2, line('t1', 'kubectl create deployment web --image=nginx:1.26 --replicas=3')],
  [3, line('t2', 'i=0; while sleep 1; do echo $((i++)); done')],
  [7.3, line('t1', 'kubectl rollout status deployment web')],
  [10.05, line('t1', 'kubectl set image deployment web nginx=nginx:1.27; kubectl rollout status deployment web')],
  [10.06, { do: 'resize', terminal: 't1', columns: 90, rows: 20 }],
  [16.5, line('t1', 'kubectl get pods -o wide | sort > pods; cat pods; echo $RANDOM')],
  [18, line('t1', 'kubectl set image deployment web nginx=nginx:nosuch')],
  [24, line('t1', 'kubectl rollout undo deployment web')],
  [25, { do: 'power', machine: 'node02', on: false }],
  [31, { do: 'power', machine: 'node02', on: true }],
]
const end = 40

const recorded = async (): Promise<{ readonly session: Session; readonly startedAt: number }> => {
  const { startedAt } = await open(sandbox)
  const log = rollout.map(([seconds, command]): LogEntry => ({ at: startedAt + seconds * 1000, command }))
  return { session: { ...sandbox, log, until: startedAt + end * 1000 }, startedAt }
}

const shown = (simulation: Simulation): string =>
  [...simulation.terminals.values()].map(({ info, pending }) => `${info.terminal}\n${pending}`).join('\n')

const hashes = (simulation: Simulation) => ({
  now: simulation.clock.now,
  store: storeHash(simulation.world),
  terminals: textHash(shown(simulation)),
  text: shown(simulation),
})

/** Replays as the page does while somebody looks on: time goes on by `step`, and what was typed comes when it is due. */
const replayInSteps = async ({ log, until, ...session }: Session, step: (now: number) => number): Promise<Simulation> => {
  const simulation = await open({ ...session, log: [], until: 0 })
  const { clock } = simulation.world
  for (const { at, command } of log) {
    while (clock.now < at) await clock.advanceTo(Math.min(at, clock.now + step(clock.now)))
    await simulation.apply(command)
  }
  while (clock.now < until) await clock.advanceTo(Math.min(until, clock.now + step(clock.now)))
  return simulation
}

test('the same session gives the same bytes, however time was cut', async () => {
  const { session } = await recorded()
  const whole = hashes(await open(session))
  expect(whole.text).toContain('successfully rolled out')
  expect(whole.text).toContain('30\r\n')
  for (const step of [() => 7, () => 1000 / 3, () => 16 * 60, (now: number) => 1 + (now % 97)])
    expect(hashes(await replayInSteps(session, step))).toEqual(whole)
})

/** Drives a Host by a clock of its own: `turn` real milliseconds pass with each of its waits. */
const host = (turn: number) => {
  let now = 0
  let stopped = false
  const frames: Frame[] = []
  const made = new Host({
    programs,
    hop,
    realNow: () => now,
    wait: async () => {
      now += turn
      await hop()
      if (stopped) await new Promise(() => undefined)
    },
    loadEvaluate: () => Promise.resolve(createEvaluate()),
  })
  const onFrame = (frame: Frame): Promise<void> => {
    frames.push(frame)
    return Promise.resolve()
  }
  const until = async (done: () => boolean): Promise<void> => {
    for (let turns = 0; !done(); turns++) {
      if (turns > 200_000) throw new Error('Expected the host to get there but found it waiting.')
      await hop()
    }
  }
  return { made, frames, onFrame, until, stop: () => (stopped = true) }
}

const typed = [
  { do: 'openTerminal', terminal: 't1', machine: 'controlplane', columns: 80, rows: 24 },
  line('t1', 'kubectl create deployment web --image=nginx --replicas=2; kubectl rollout status deployment web; kubectl get pods -o wide'),
] as const satisfies readonly Command[]

test.each([
  { name: 'speed 1', speed: 1, turn: 16 },
  { name: 'speed 60', speed: 60, turn: 16 },
  { name: 'slow turns', speed: 7, turn: 99 },
])('what a host recorded at $name replays to the same store and screen', async ({ speed, turn }) => {
  const { made, frames, onFrame, until, stop } = host(turn)
  await made.open({ session: sandbox }, onFrame)
  made.pace({ speed })
  for (const command of typed) made.do(command)
  const output = (): string => frames.map(({ terminals }) => terminals?.['t1'] ?? '').join('')
  await until(() => /\b(web-\S+\s+1\/1[^\n]*\n){2}/.test(output().split('successfully rolled out')[1]?.replaceAll('\r', '') ?? ''))
  made.pace({ speed: 0 })
  await until(() => frames.at(-1)?.pace === 'paused')
  const session = await made.save()
  const at = frames.at(-1)!.now
  stop()
  expect(session.until).toBe(at)
  const again = await open(session)
  expect(again.terminals.get('t1')!.pending.startsWith(output())).toBe(true)
  expect(hashes(again)).toEqual(hashes(await replayInSteps(session, () => 333)))
})

test('a session that is undone or opened again at any moment is what it was, and its loop goes on', async () => {
  const { session, startedAt } = await recorded()
  const moment = fc.integer({ min: 1200, max: end * 1000 })
  await fc.assert(
    fc.asyncProperty(moment, async (milliseconds) => {
      const until = startedAt + milliseconds
      const log = session.log.filter(({ at }) => at <= until)
      const watched = await replayInSteps({ ...session, log, until }, () => 250)
      const saved = watched.session()
      expect(saved.until).toBe(until)
      const reopened = await open(saved)
      expect(hashes(reopened)).toEqual(hashes(watched))
      const later = until + 5000
      for (const one of [watched, reopened]) await one.world.clock.advanceTo(later)
      expect(hashes(reopened)).toEqual(hashes(watched))
      if (milliseconds > 5000) {
        const plain = reopened.terminals.get('t2')!.pending.replace(/\x1b\[[?\d;]*[a-zA-Z]\r?/g, '')
        const numbers = [...plain.matchAll(/^(\d+)\r?$/gm)].map(([, number]) => Number(number))
        expect(numbers).toEqual(numbers.map((_, index) => index))
        expect(Math.abs(numbers.length - (milliseconds + 5000 - 3000) / 1000)).toBeLessThan(2)
      }
    }),
    { numRuns: 20, seed: 20_260_105 },
  )
})

test('undo takes back what was typed last, and nothing else', async () => {
  const { session } = await recorded()
  const simulation = await open(session)
  const cut = session.log.findIndex(({ command }) => command.do === 'type' && command.data.includes('nosuch'))
  const undone = await open(simulation.session(cut))
  expect(undone.log).toEqual(session.log.slice(0, cut))
  expect(undone.clock.now).toBe(session.log[cut]!.at)
  expect(hashes(undone)).toEqual(hashes(await open({ ...session, log: session.log.slice(0, cut), until: session.log[cut]!.at })))
  expect(shown(undone)).not.toContain('nosuch')
})

test('worlds that live side by side do not touch each other', async () => {
  const { session } = await recorded()
  const alone = hashes(await open(session))
  const [one, two] = await Promise.all([open(session), open(session)])
  expect(hashes(one)).toEqual(alone)
  expect(hashes(two)).toEqual(alone)
})

test('a check leaves no trace', async () => {
  const { session } = await recorded()
  const [probed, left] = [await open(session), await open(session)]
  const machine = probed.world.machine('controlplane')
  for (const text of [
    'kubectl get pods -A -o json',
    'kubectl describe deployment web > /root/found; curl -s http://10.96.0.1',
    'kubectl delete deployment web',
    'sleep 1; echo $RANDOM > /tmp/x',
    'sleep 100000',
  ]) {
    const before = hashes(probed)
    await probe(machine, text, hop)
    expect(hashes(probed)).toEqual(before)
  }
  expect(machine.files.exists('/root/found')).toBe(false)
  for (const one of [probed, left]) await one.world.clock.advanceTo(one.clock.now + 20_000)
  expect(hashes(probed)).toEqual(hashes(left))
})

test('a check does not change which Pod answers next', async () => {
  const { startedAt } = await open(sandbox)
  const log: readonly LogEntry[] = [
    { at: startedAt, command: { do: 'openTerminal', terminal: 't1', machine: 'controlplane', columns: 100, rows: 30 } },
    {
      at: startedAt + 100,
      command: line(
        't1',
        'kubectl create deployment app --image=gcr.io/google-samples/kubernetes-bootcamp:v1 --replicas=4; kubectl expose deployment app --port=8080',
      ),
    },
  ]
  const session = { ...sandbox, log, until: startedAt + 20_000 }
  const [probed, left] = [await open(session), await open(session)]
  const ask = 'curl -s $(kubectl get service app -o jsonpath={.spec.clusterIP}):8080'
  expect((await probe(probed.world.machine('controlplane'), `${ask}; ${ask}; ${ask}`, hop))?.stdout).toContain('Hello Kubernetes bootcamp!')
  for (const one of [probed, left]) {
    await one.apply(line('t1', `for i in 1 2 3 4 5 6 7 8; do ${ask}; done`))
    await one.world.clock.advanceTo(one.clock.now + 5000)
  }
  expect(shown(probed)).toMatch(/Running on: app-/)
  expect(hashes(probed)).toEqual(hashes(left))
})
