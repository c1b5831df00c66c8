import { expect, test } from 'vitest'
import { startCluster } from '../../test/rig/cluster.ts'

const started = startCluster(['controlplane', 'node01', 'node02'])
let number = 0

/** Makes a Pod and lets time pass; what happened to it, in seconds since. */
const follow = async (spec: string, seconds: number, then?: { readonly after: number; readonly script: (name: string) => string }) => {
  const cluster = await started
  const name = `t${++number}`
  const timeline = cluster.timeline(name)
  await cluster.pod(name, spec)
  if (then) {
    await cluster.wait(then.after)
    await cluster.run(then.script(name))
  }
  await cluster.wait(seconds)
  timeline.stop()
  return timeline
}

const gaps = (times: readonly number[]): readonly number[] => times.slice(1).map((time, index) => time - times[index]!)
const between = (value: number | undefined, least: number, most: number): void => {
  expect(value).toBeGreaterThanOrEqual(least)
  expect(value).toBeLessThanOrEqual(most)
}

test('a crashing container waits 10 s, 20 s, 40 s ... 300 s, half as much again at most', async () => {
  const { at } = await follow('{image: busybox, command: [sh, -c, "exit 1"]}', 1500)
  const waits = gaps(at(/CrashLoopBackOff/))
  expect(waits.length).toBeGreaterThanOrEqual(6)
  const delays = [10, 20, 40, 80, 160, 300, 300]
  for (const [index, delay] of delays.entries()) if (index < waits.length) between(waits[index], delay, delay + Math.min(delay / 2, 31) + 1)
}, 30_000)

test('an image that is not there is asked for after 10 s, 20 s, 40 s', async () => {
  const timeline = await follow('{image: "nosuch:1"}', 130)
  const waits = gaps(timeline.at(/^Pending ErrImagePull/))
  between(waits[0], 10, 26)
  between(waits[1], 20, 36)
  between(waits[2], 40, 56)
  expect(timeline.texts(/^BackOff/)[0]).toBe('BackOff: Back-off pulling image "nosuch:1"')
  expect(timeline.texts(/^Failed/)[1]).toBe('Failed: Error: ErrImagePull')
})

test('a liveness probe kills after its delay and as many periods as its threshold', async () => {
  const probe = '{httpGet: {path: /no, port: 80}, initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3}'
  const { at, texts } = await follow(`{livenessProbe: ${probe}}`, 30)
  const [start] = at(/^Running running/)
  between(at(/^Killing/)[0]! - start!, 15, 20)
  expect(texts(/^Unhealthy/)[0]).toBe('Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 404')
  expect(texts(/^Killing/)[0]).toBe('Killing: Container main failed liveness probe, will be restarted')
  expect(texts(/ready 1$/)).toEqual(['Running running ready 1'])
})

test('pid 1 of a shell ignores SIGTERM: it is killed when the grace period is over', async () => {
  const { at } = await follow(
    '{image: busybox, command: [sh, -c, "sleep 1000"], livenessProbe: {exec: {command: ["false"]}, periodSeconds: 2, failureThreshold: 1}}',
    40,
  )
  between(at(/^Running Error/)[0]! - at(/^Killing/)[0]!, 30, 30.5)
})

test('a startup probe that fails too often has the container restarted', async () => {
  const { at } = await follow(
    '{image: busybox, command: [sleep, "1000"], terminationGracePeriodSeconds: 2, startupProbe: {exec: {command: ["false"]}, periodSeconds: 2, failureThreshold: 5}}',
    20,
  )
  between(at(/^Killing/)[0]! - at(/^Running running unready 0/)[0]!, 8, 10)
})

test('readiness flips after successes and failures in a row', async () => {
  const script = 'sleep 10; touch /tmp/r; sleep 20; rm /tmp/r; sleep 100'
  const { at } = await follow(
    `{image: busybox, command: [sh, -c, "${script}"], readinessProbe: {exec: {command: [cat, /tmp/r]}, periodSeconds: 3}}`,
    50,
  )
  const [start, lost] = at(/^Running running unready/)
  const [ready] = at(/^Running running ready/)
  between(ready! - start!, 10, 13)
  between(lost! - start!, 36, 40)
})

test('what handles SIGTERM ends at once, what does not after the grace period', async () => {
  const remove = { after: 5, script: (name: string) => `kubectl delete pod ${name}` }
  const quick = await follow('{}', 1, remove)
  between(quick.at(/^gone/)[0]! - quick.at(/^Killing/)[0]!, 0, 1)
  const slow = await follow('{image: busybox, command: [sleep, "1000"], terminationGracePeriodSeconds: 7}', 1, remove)
  between(slow.at(/^gone/)[0]! - slow.at(/^Killing/)[0]!, 7, 8)
})

test('a preStop hook counts against the grace period', async () => {
  const hook = '{preStop: {exec: {command: [sleep, "4"]}}}'
  const { at } = await follow(`{lifecycle: ${hook}}`, 1, { after: 5, script: (name) => `kubectl delete pod ${name}` })
  between(at(/^gone/)[0]! - at(/^Killing/)[0]!, 4, 5)
})

test('a Pod past its deadline fails', async () => {
  const { at } = await follow('{activeDeadlineSeconds: 10}', 15)
  between(at(/^DeadlineExceeded/)[0], 9, 11.5)
  between(at(/^Failed/)[0], 9, 11.5)
})

test('init containers run one after the other, sidecars outlive the others', async () => {
  const inits =
    '[{name: i, image: busybox, command: [sleep, "3"]}, {name: side, image: busybox, restartPolicy: Always, command: [sleep, "100"]}]'
  const { texts } = await follow(
    `{image: busybox, command: [sleep, "2"], restartPolicy: Never, terminationGracePeriodSeconds: 1, initContainers: ${inits}}`,
    20,
  )
  expect(texts(/^(Pending|Running|Succeeded)/)).toEqual([
    'Pending - unready 0',
    'Pending PodInitializing unready 0',
    'Running running ready 0',
    'Succeeded Completed unready 0',
  ])
  expect(texts(/^Killing/)).toEqual(['Killing: Stopping container side'])
})

test('a container that cannot be executed', async () => {
  const { texts } = await follow('{command: [nosuch]}', 10)
  const why =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process'
  expect(texts(/^Failed/)[0]).toBe(`Failed: Error: ${why}: error during container init: exec: "nosuch": executable file not found in $PATH`)
  expect(texts(/^Running/)).toContain('Running RunContainerError unready 0')
})

test('a ConfigMap that is missing is asked for again', async () => {
  const { texts } = await follow('{env: [{name: A, valueFrom: {configMapKeyRef: {name: missing, key: a}}}]}', 40)
  expect(texts(/^Failed/)[0]).toBe('Failed: Error: configmap "missing" not found')
  expect(texts(/^Pending C/)).toEqual(['Pending ContainerCreating unready 0', 'Pending CreateContainerConfigError unready 0'])
})

test('a machine without power: NotReady after the grace period, evicted after 300 s; containers come back with their last state', async () => {
  const cluster = await startCluster(['controlplane', 'node01'])
  const timeline = cluster.timeline('x')
  await cluster.pod('x', '{image: busybox, command: [sleep, "100000"]}')
  await cluster.wait(5)
  const machine = cluster.world.machine('node01')
  const off = cluster.clock.now
  machine.powerOff()
  const isReady = () => cluster.run(`kubectl get node node01 -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}'`)
  await cluster.wait(35)
  expect((await isReady()).stdout).toBe('True')
  await cluster.wait(22)
  expect((await isReady()).stdout).toBe('Unknown')
  machine.powerOn()
  await cluster.wait(30)
  expect((await isReady()).stdout).toBe('True')
  const state = await cluster.run(
    "kubectl get pod x -o jsonpath='{.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].lastState.terminated.exitCode}'",
  )
  expect(state.stdout).toBe('1 255')
  machine.powerOff()
  const again = (cluster.clock.now - off) / 1000
  await cluster.wait(370)
  const evicted = timeline.at(/terminating$/)[0]! - again
  between(evicted, 335, 375)
}, 30_000)
