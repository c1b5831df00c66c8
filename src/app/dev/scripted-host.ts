import type { Verdict } from '../../teaching/index.ts'
import type { Command, Frame, Marker, Query, Session, SimulationHost, Tick } from '../../host/protocol.ts'

import { START, largeCluster, node, smallCluster, withEndpoints } from './sample-cluster.ts'
type Mutable<T> = { -readonly [key in keyof T]: T[key] }

const GREEN = '\x1b[32m'
const BLUE = '\x1b[34m'
const RED = '\x1b[31m'
const OFF = '\x1b[0m'
const prompt = `${GREEN}root@controlplane${OFF}:${BLUE}~${OFF}# `

const screen = `${prompt}kubectl set image deploy/web nginx=nginx:1.29.1\r
deployment.apps/web image updated\r
${prompt}kubectl rollout status deploy/web\r
Waiting for deployment "web" rollout to finish: 5 out of 8 new replicas have been updated...\r
Waiting for deployment "web" rollout to finish: 6 out of 8 new replicas have been updated...\r
^C\r
${prompt}kubectl get pods\r
NAME                   READY   STATUS              RESTARTS   AGE\r
web-58c9d7fb6c-5lvbf   0/1     ContainerCreating   0          11s\r
web-58c9d7fb6c-c8rjs   0/1     Running             0          25s\r
web-58c9d7fb6c-hd9t6   0/1     ${RED}ImagePullBackOff${OFF}    0          31s\r
web-58c9d7fb6c-k7xpd   1/1     Running             0          31s\r
web-58c9d7fb6c-qj7wx   0/1     Pending             0          0s\r
web-6f9c7d5b84-2hq8z   1/1     Running             0          6m12s\r
web-6f9c7d5b84-vs6lw   1/1     Terminating         0          6m12s\r
${prompt}`

const text = (en: string) => ({ en, ko: en })
const sampleVerdicts: readonly Verdict[] = [
  { check: 'image', state: 'passed', expected: 'nginx:1.29.1', observed: 'nginx:1.29.1', at: START + 60_000 },
  { check: 'no-outage', state: 'holding', expected: 'object.status.availableReplicas >= 6', observed: '6', at: START + 52_000 },
  {
    check: 'all',
    state: 'failed',
    expected: '8 8',
    observed: '7 6',
    advice: text('Look at `kubectl get pods`: one of them waits for its image.'),
    at: START + 83_000,
  },
  { check: 'mirror', state: 'unrunnable', expected: '', observed: 'node03 refuses ssh, so its files cannot be read.', at: START + 83_000 },
]

/** Plays frames that look like a session, and echoes what is typed; for work on the page without the simulator. */
export function createScriptedHost(): SimulationHost {
  const query = new URLSearchParams(location.search)
  const size = Number(query.get('pods') ?? 0)
  const still = query.has('still')
  let log: Session['log'] = []
  let now = START + 83_400
  let speed = still ? 0 : 1
  let pace: Frame['pace'] = still ? 'paused' : 'running'
  let pending: Partial<Mutable<Frame>> = {}
  let line = ''
  let session: Session | undefined
  const lines = new Map<string, string>()
  const markers: Marker[] = [
    { log: 0, at: START + 34_000, terminal: 't1', line: 'kubectl get deploy', effect: 'read', code: 0 },
    { log: 1, at: START + 44_000, terminal: 't1', line: 'kubectl describe deploy web', effect: 'read', code: 0 },
    { log: 2, at: START + 52_000, terminal: 't1', line: 'kubectl set image deploy/web nginx=nginx:1.29.1', effect: 'change', code: 0 },
    { log: 3, at: START + 62_000, terminal: 't1', line: 'kubectl rollout status deploy/web', effect: 'read', code: 130 },
    { log: 4, at: START + 82_600, terminal: 't1', line: 'kubectl get pods', effect: 'read', code: 0 },
    { log: 5, at: START + 83_200, terminal: 't1', line: 'kubectl describe pod web-58c9d7fb6c-hd9t6', effect: 'read', code: 0 },
  ]
  const ticks: Tick[] = [52, 52.6, 53, 54, 57, 58, 60, 71, 72, 73, 81, 82].map((second, index) => ({
    at: START + second * 1000,
    warning: index % 5 === 3,
    text: 'Scaled up replica set web-58c9d7fb6c from 0 to 5',
  }))
  const sample = (second: number, old: number, fresh: number, updated: number, total: number) => ({
    at: START + second * 1000,
    available: { 3: old, 4: fresh },
    updated,
    total,
    desired: 8,
    atMost: 10,
    atLeast: 6,
  })
  const base: Frame = { now, startedAt: START, speed, pace, logLength: 0 }

  const give = (part: Partial<Frame>): void => {
    pending = { ...pending, ...part }
  }
  const first = (): Partial<Frame> => ({
    reset: true,
    terminals: {},
    rows: size
      ? largeCluster(size, Number(query.get('nodes') ?? 12))
      : query.has('empty')
        ? smallCluster().filter((row) => row.kind === 'Node' || (row.kind === 'Pod' && row.namespace === 'kube-system'))
        : withEndpoints(smallCluster()),
    terminalList: [],
    markers: query.has('empty') ? [] : markers,
    ticks,
    ...(session?.lesson ? { verdicts: sampleVerdicts } : {}),
    ...(query.has('empty') || size
      ? {}
      : {
          chart: {
            workload: 'deployments/web',
            samples: [
              sample(0, 8, 0, 0, 8),
              sample(52, 6, 0, 4, 10),
              sample(57.4, 6, 1, 4, 10),
              sample(58, 6, 1, 5, 10),
              sample(71.4, 6, 2, 6, 10),
              sample(82, 3, 3, 7, 10),
            ],
          },
        }),
    ...(query.has('crash')
      ? { crash: { message: 'Expected a Pod but found undefined', stack: 'Error: Expected a Pod\n  at reconcile', log: 6 } }
      : {}),
  })

  const typed = (terminal: string, data: string): void => {
    line = lines.get(terminal) ?? ''
    let out = ''
    for (const key of data) {
      if (key === '\r') {
        out += '\r\n'
        if (line.startsWith('vi'))
          give({
            editors: [
              {
                editor: 'e1',
                terminal,
                machine: 'controlplane',
                path: '/root/web.yaml',
                text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 8\n',
              },
            ],
          })
        else out += (line ? `bash: ${line.split(' ')[0]}: command not found\r\n` : '') + prompt
        if (line) {
          const marker: Marker = { log: log.length, at: now, terminal, line, effect: 'change', code: 127 }
          markers.push(marker)
          give({ markers: [marker] })
        }
        line = ''
      } else if (key === '\x7f') {
        if (line) out += '\b \b'
        line = line.slice(0, -1)
      } else {
        line += key
        out += key
      }
    }
    lines.set(terminal, line)
    give({ terminals: { [terminal]: (pending.terminals?.[terminal] ?? '') + out } })
  }

  const terminals = new Map<string, string>()
  const list = (): Partial<Frame> => ({
    terminalList: [...terminals].map(([terminal, machine]) => ({
      terminal,
      machine,
      title: `root@${machine}: ~`,
      atPrompt: true,
      closed: false,
    })),
  })

  return {
    async open(request, onFrame) {
      session = request.session
      log = request.session.log
      const starting = query.has('starting')
      pending = starting
        ? {
            reset: true,
            rows: [
              node('controlplane', true),
              node('node01', false),
              node('node02', false, { ready: 'False' }),
              node('node03', false, { ready: 'False' }),
            ],
          }
        : first()
      if (starting) pace = 'starting'
      let last = performance.now()
      const turn = async (): Promise<void> => {
        for (;;) {
          const present = performance.now()
          now += (present - last) * speed
          last = present
          const part = pending
          pending = {}
          await onFrame({ ...base, now, speed, pace, nextEventAt: now + 200, logLength: log.length, ...part })
        }
      }
      void turn()
    },
    do(command: Command) {
      log = [...log, { at: now, command }]
      if (command.do === 'openTerminal') {
        terminals.set(command.terminal, command.machine)
        give({
          ...list(),
          terminals: { ...pending.terminals, [command.terminal]: command.terminal === 't1' && !query.has('empty') ? screen : prompt },
        })
      } else if (command.do === 'closeTerminal') {
        terminals.delete(command.terminal)
        give(list())
      } else if (command.do === 'type') typed(command.terminal, command.data)
      else if (command.do === 'closeEditor') give({ editors: [], terminals: { t1: prompt } })
    },
    async ask(question: Query) {
      if (question.ask === 'file') return '# a file\nkind: Pod\n'
      return 'The node asks mirror.lan:5000 for the image, and the mirror does not have it.\nIt tries again with a growing pause.'
    },
    pace(to) {
      if ('speed' in to) {
        speed = to.speed
        pace = speed === 0 ? 'paused' : 'running'
      } else if ('step' in to) now += 1000
      else now += 10_000
    },
    async undoTo(length) {
      log = log.slice(0, length)
      const kept = markers.filter((marker) => marker.log < length)
      markers.splice(0, markers.length, ...kept)
      now = kept.at(-1)?.at ?? START
      give({ ...first(), ...list(), terminals: { t1: screen } })
    },
    async check() {
      give({ verdicts: sampleVerdicts })
      return sampleVerdicts
    },
    async save() {
      if (!session) throw new Error('Nothing is open')
      return { ...session, log, until: now }
    },
  }
}
