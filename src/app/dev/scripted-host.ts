import type { Verdict } from '../../teaching/index.ts'
import type { Command, Frame, Marker, NodeRow, PodForm, PodRow, Query, Row, Session, SimulationHost, Tick } from '../../host/protocol.ts'

type Mutable<T> = { -readonly [key in keyof T]: T[key] }

const GREEN = '\x1b[32m'
const BLUE = '\x1b[34m'
const RED = '\x1b[31m'
const OFF = '\x1b[0m'
const prompt = `${GREEN}root@controlplane${OFF}:${BLUE}~${OFF}# `
const START = Date.parse('2026-01-05T09:00:00Z')

const node = (name: string, controlPlane: boolean, extra: Partial<NodeRow> = {}): NodeRow => ({
  kind: 'Node',
  uid: `node-${name}`,
  name,
  controlPlane,
  ready: 'True',
  cordoned: false,
  taints: [],
  version: 'v1.35.6',
  address: '10.0.0.10',
  cpu: { requested: controlPlane ? 650 : 1450, allocatable: 2000 },
  memory: { requested: 1.1 * 2 ** 30, allocatable: 4 * 2 ** 30 },
  lastHeartbeat: START,
  powered: true,
  ...extra,
})

let uid = 0
const pod = (name: string, on: string | undefined, form: PodForm, revision: number | undefined, extra: Partial<PodRow> = {}): PodRow => ({
  kind: 'Pod',
  uid: `pod-${(uid += 1)}`,
  namespace: 'default',
  name,
  ...(on ? { node: on } : {}),
  workload: 'Deployment/web',
  ...(revision ? { revision } : {}),
  image: revision === 4 ? 'nginx:1.29.1' : 'nginx:1.27.3',
  form,
  status: {
    pending: 'Pending',
    creating: 'ContainerCreating',
    notReady: 'Running',
    ready: 'Running',
    terminating: 'Terminating',
    pullFailing: 'ImagePullBackOff',
    crashing: 'CrashLoopBackOff',
    failed: 'Error',
    unknown: 'Unknown',
    completed: 'Completed',
  }[form],
  ready: form === 'ready' ? '1/1' : '0/1',
  restarts: 0,
  createdAt: START,
  labels: { app: 'web' },
  ...extra,
})

const system = (name: string, on: string, workload: string): PodRow =>
  pod(name, on, 'ready', undefined, { namespace: 'kube-system', workload })

function smallCluster(): Row[] {
  const workers = ['node01', 'node02', 'node03']
  return [
    node('controlplane', true, { taints: [] }),
    ...workers.map((name) => node(name, false)),
    ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) =>
      system(`${name}-controlplane`, 'controlplane', 'Node/controlplane'),
    ),
    ...['controlplane', ...workers].flatMap((on) => [
      system(`kube-proxy-${on}`, on, 'DaemonSet/kube-proxy'),
      system(`kube-flannel-${on}`, on, 'DaemonSet/kube-flannel'),
    ]),
    system('coredns-7d764666f9-4xk2p', 'node01', 'Deployment/coredns'),
    system('coredns-7d764666f9-kt8zd', 'node02', 'Deployment/coredns'),
    pod('web-6f9c7d5b84-2hq8z', 'node01', 'ready', 3),
    pod('web-58c9d7fb6c-k7xpd', 'node01', 'ready', 4),
    pod('web-58c9d7fb6c-m2wqg', 'node01', 'ready', 4),
    pod('web-58c9d7fb6c-5lvbf', 'node01', 'creating', 4),
    pod('web-6f9c7d5b84-b9tdr', 'node02', 'ready', 3),
    pod('web-6f9c7d5b84-vs6lw', 'node02', 'terminating', 3, { deletingUntil: START + 110_000 }),
    pod('web-58c9d7fb6c-zt4hn', 'node02', 'ready', 4),
    pod('web-58c9d7fb6c-c8rjs', 'node02', 'notReady', 4),
    pod('web-6f9c7d5b84-nx4km', 'node03', 'ready', 3),
    pod('web-58c9d7fb6c-hd9t6', 'node03', 'pullFailing', 4, {
      reason: 'Failed to pull image "nginx:1.29.1": mirror.lan:5000/library/nginx:1.29.1: manifest unknown',
      nextTryAt: START + 89_000,
    }),
    pod('redis-0', 'node03', 'ready', undefined, { workload: 'StatefulSet/redis', image: 'redis:7' }),
    pod('web-58c9d7fb6c-qj7wx', undefined, 'pending', 4, {
      reason: '0/4 nodes are available: 3 Insufficient cpu, 1 node(s) had untolerated taint.',
    }),
    {
      kind: 'Service',
      uid: 'svc-web',
      namespace: 'default',
      name: 'web',
      type: 'NodePort',
      clusterIP: '10.96.41.7',
      ports: '80:30080/TCP',
      endpoints: [],
    },
    {
      kind: 'Deployment',
      uid: 'dep-web',
      namespace: 'default',
      name: 'web',
      revision: 4,
      image: 'nginx:1.29.1',
      desired: 8,
      current: 10,
      updated: 7,
      ready: 6,
      available: 6,
      atMost: 10,
      atLeast: 6,
    },
  ]
}

function withEndpoints(rows: Row[]): Row[] {
  const pods = rows.filter((row) => row.kind === 'Pod' && row.workload === 'Deployment/web' && row.node) as PodRow[]
  return rows.map((row) =>
    row.kind === 'Service'
      ? { ...row, endpoints: pods.map((one) => ({ address: '10.244.1.2', ready: one.form === 'ready', pod: one.uid })) }
      : row,
  )
}

function largeCluster(pods: number, nodes: number): Row[] {
  const names = Array.from({ length: nodes }, (_, index) => `node${String(index + 1).padStart(2, '0')}`)
  const forms: PodForm[] = [
    'ready',
    'ready',
    'ready',
    'ready',
    'ready',
    'ready',
    'creating',
    'ready',
    'ready',
    'notReady',
    'ready',
    'ready',
  ]
  return [
    node('controlplane', true),
    ...names.map((name, index) =>
      node(
        name,
        false,
        index === 37 ? { ready: 'Unknown', taints: ['node.kubernetes.io/unreachable:NoExecute'] } : index === 5 ? { cordoned: true } : {},
      ),
    ),
    ...Array.from({ length: pods }, (_, index) =>
      pod(
        `web-58c9d7fb6c-${(index * 7919).toString(36).padStart(5, 'b')}`,
        names[index % nodes],
        index % 397 === 5 ? 'pullFailing' : (forms[index % 12] ?? 'ready'),
        (index * 31) % 100 < 40 ? 3 : 4,
      ),
    ),
    {
      kind: 'Deployment',
      uid: 'dep-web',
      namespace: 'default',
      name: 'web',
      revision: 4,
      image: 'nginx:1.29.1',
      desired: pods,
      current: pods,
      updated: pods,
      ready: pods,
      available: pods,
      atMost: pods,
      atLeast: pods,
    },
  ]
}

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
