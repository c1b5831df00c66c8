import { beforeEach, expect, test } from 'vitest'
import type { Deployment } from '../../src/api/index.ts'
import { hop } from '../../src/host/cli/node-hop.ts'
import { programs } from '../../src/host/programs.ts'
import { bufferReader, CollectingWriter } from '../../src/machine/index.ts'
import { scenarios, settle, World } from '../../src/world/index.ts'

let world: World

beforeEach(async () => {
  world = new World({
    scenario: scenarios.bare,
    hop,
    programs,
    onBug: (error) => {
      throw error
    },
  })
  await world.boot()
})

const sh = async (text: string): Promise<string> => {
  const output = new CollectingWriter()
  const env = new Map([
    ['HOME', '/root'],
    ['PATH', '/usr/sbin:/usr/bin:/sbin:/bin'],
  ])
  const process = world
    .machine('controlplane')
    .spawn(['bash', '-c', text], { stdin: bufferReader(''), stdout: output, stderr: output, env, cwd: '/root' })
  await world.runUntil(() => process.exitCode !== undefined, 600_000)
  return output.text
}

const wait = (seconds: number): Promise<void> => world.clock.advanceTo(world.clock.now + seconds * 1000)

const apply = (manifest: object): Promise<string> => sh(`kubectl apply -f - <<'END'\n${JSON.stringify(manifest)}\nEND`)

const podOf = (name: string, container: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { terminationGracePeriodSeconds: 20, containers: [{ name: 'main', image: 'busybox', ...container }] },
})

/** What the store shows of a Deployment in the namespace default while `work` goes on: the most Pods and the fewest available. */
const extremes = async (name: string, work: () => Promise<unknown>): Promise<{ most: number; fewest: number }> => {
  const seen = { most: 0, fewest: Infinity }
  const store = world.store!
  const cancel = store.watch(
    `/registry/deployments/default/${name}`,
    `/registry/deployments/default/${name}0`,
    store.revision + 1,
    ({ now }) => {
      const { status } = now.value as Deployment
      seen.most = Math.max(seen.most, status?.replicas ?? 0)
      seen.fewest = Math.min(seen.fewest, status?.availableReplicas ?? 0)
    },
  )
  await work()
  cancel()
  return seen
}

test('a rolling update of 3 with 25% surges by one, rounded up, and lacks none, rounded down', async () => {
  await sh('kubectl create deployment web --image=nginx:1.26 --replicas=3; kubectl rollout status deployment web')
  await settle(world, 60_000)
  expect(
    await extremes('web', () => sh('kubectl set image deployment web nginx=nginx:1.27; kubectl rollout status deployment web')),
  ).toEqual({ most: 4, fewest: 3 })
})

test('an image that does not exist takes a quarter of the Pods away and no more', async () => {
  await sh('kubectl create deployment web --image=nginx:1.26 --replicas=4; kubectl rollout status deployment web')
  await settle(world, 60_000)
  const seen = await extremes('web', async () => {
    await sh('kubectl set image deployment web nginx=nginx:nosuch')
    await wait(60)
  })
  expect(seen).toEqual({ most: 5, fewest: 3 })
  expect(await sh("kubectl get rs --no-headers | tr -s ' ' | cut -d' ' -f2-4 | sort")).toBe('2 2 0\n3 3 3\n')
})

test('revisions only go up: undo makes a new one of the old', async () => {
  await sh('kubectl create deployment web --image=nginx:1.26; kubectl rollout status deployment web')
  await sh('kubectl set image deployment web nginx=nginx:1.27; kubectl rollout status deployment web')
  await sh('kubectl rollout undo deployment web; kubectl rollout status deployment web')
  expect(await sh('kubectl rollout history deployment web')).toBe(
    'deployment.apps/web \nREVISION  CHANGE-CAUSE\n2         <none>\n3         <none>\n\n',
  )
  expect(await sh("kubectl get deployment web -o jsonpath='{..image}'")).toBe('nginx:1.26')
})

test('the generation counts changes of the spec, and only those', async () => {
  const generation = (): Promise<string> =>
    sh("kubectl get deployment web -o jsonpath='{.metadata.generation} {.status.observedGeneration}'")
  await sh('kubectl create deployment web --image=nginx; kubectl rollout status deployment web')
  expect(await generation()).toBe('1 1')
  await sh(
    'kubectl label deployment web a=b; kubectl scale deployment web --replicas=2; kubectl scale deployment web --replicas=3; kubectl rollout status deployment web',
  )
  expect(await generation()).toBe('3 3')
})

test('a Service leads only to Pods that are ready, and to each of them', async () => {
  const hosts = (): Promise<string> =>
    sh(
      'for i in $(seq 40); do curl -s --max-time 1 $(kubectl get service app -o jsonpath="{.spec.clusterIP}"):8080 | cut -d"|" -f2; done | sort | uniq -c | wc -l',
    )
  await sh(
    'kubectl create deployment app --image=gcr.io/google-samples/kubernetes-bootcamp:v1 --replicas=3 && kubectl expose deployment app --port=8080 && kubectl rollout status deployment app',
  )
  await settle(world, 60_000)
  expect((await hosts()).trim()).toBe('3')
  await apply({
    ...podOf('app', {
      image: 'gcr.io/google-samples/kubernetes-bootcamp:v1',
      readinessProbe: { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 1 },
    }),
  })
  await wait(10)
  expect(await sh('kubectl get pod app --no-headers | cut -c1-30')).toMatch(/^app +0\/1 +Running/)
  expect((await hosts()).trim()).toBe('3')
  await sh('kubectl exec app -- touch /tmp/ready')
  await wait(10)
  expect((await hosts()).trim()).toBe('4')
})

test('a Pod that is deleted gets its grace, then SIGKILL', async () => {
  await apply(podOf('stubborn', { command: ['sh', '-c', 'trap "" TERM; while true; do sleep 1; done'] }))
  await sh('kubectl wait --for=condition=Ready pod/stubborn; kubectl delete pod stubborn --wait=false')
  await wait(15)
  expect(
    await sh(
      'kubectl get pod stubborn --no-headers | tr -s " " | cut -d" " -f2-3; kubectl get pod stubborn -o jsonpath="{.metadata.deletionGracePeriodSeconds}"',
    ),
  ).toBe('1/1 Terminating\n20')
  await wait(8)
  expect(await sh('kubectl get pod stubborn')).toBe('Error from server (NotFound): pods "stubborn" not found\n')
})

test('a container that crashes waits 10, 20, 40 seconds', async () => {
  await apply(podOf('crash', { command: ['false'] }))
  await wait(120)
  expect(await sh("kubectl get pod crash -o jsonpath='{.status.containerStatuses[0].restartCount}'")).toBe('4')
  expect(await sh("kubectl get pod crash -o jsonpath='{.status.containerStatuses[0].state.waiting.message}'")).toMatch(
    /^back-off 1m20s restarting failed container=main/,
  )
})

test('a probe must fail as often as its threshold says before the container is restarted', async () => {
  await apply(
    podOf('live', { command: ['sleep', '3600'], livenessProbe: { exec: { command: ['false'] }, periodSeconds: 10, failureThreshold: 3 } }),
  )
  await wait(18)
  const restarts = "kubectl get pod live -o jsonpath='{.status.containerStatuses[0].restartCount}'"
  expect(await sh('kubectl get events --no-headers | grep -c Killing')).toBe('0\n')
  expect(await sh(restarts)).toBe('0')
  await wait(40)
  expect(await sh(restarts)).toBe('1')
})

test('what writes where nobody reads ends by SIGPIPE', async () => {
  expect(await sh('while true; do echo y; done | head -2; echo ${PIPESTATUS[*]}')).toMatch(/^y\ny\n141 0\n$/)
})

test('a Pod that asks for more than there is stays Pending; 1.5 of a CPU is 1500m', async () => {
  await apply(podOf('big', { resources: { requests: { cpu: '4.001' } }, command: ['sleep', '60'] }))
  await apply(podOf('fits', { resources: { requests: { cpu: '1.5', memory: '0.5Gi' } }, command: ['sleep', '60'] }))
  await wait(10)
  expect(await sh('kubectl get pods --no-headers | tr -s " " | cut -d" " -f1,3')).toBe('big Pending\nfits Running\n')
  expect(await sh("kubectl get pod fits -o jsonpath='{.spec.containers[0].resources.requests}'")).toBe('{"cpu":"1500m","memory":"512Mi"}')
})

test('a change that was made from an old copy is refused', async () => {
  await sh(
    'kubectl create configmap c --from-literal=a=1; kubectl get configmap c -o json > old.json; kubectl patch configmap c -p \'{"data":{"a":"2"}}\'',
  )
  expect(await sh('kubectl replace -f old.json')).toBe(
    'Error from server (Conflict): error when replacing "old.json": Operation cannot be fulfilled on configmaps "c": the object has been modified; please apply your changes to the latest version and try again\n',
  )
})

test('Pods of a Deployment that is deleted go with it, unless they are orphaned', async () => {
  await sh(
    'kubectl create deployment gone --image=nginx; kubectl create deployment kept --image=nginx; kubectl rollout status deployment kept',
  )
  await sh('kubectl delete deployment gone; kubectl delete deployment kept --cascade=orphan')
  await wait(60)
  expect(await sh('kubectl get pods --no-headers | cut -d- -f1')).toBe('kept\n')
})

test('a Pod goes only where its selector and its tolerations let it', async () => {
  await sh('kubectl label node node02 disk=ssd; kubectl taint node node01 dedicated=me:NoSchedule')
  await apply({
    ...podOf('picky', { command: ['sleep', '60'] }),
    spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'main', image: 'busybox', command: ['sleep', '60'] }] },
  })
  await sh('kubectl create deployment many --image=nginx --replicas=8; kubectl rollout status deployment many')
  expect(await sh("kubectl get pod picky -o jsonpath='{.spec.nodeName}'")).toBe('node02')
  expect(await sh('kubectl get pods -l app=many -o jsonpath=\'{range .items[*]}{.spec.nodeName}{"\\n"}{end}\' | sort -u')).toBe(
    'node02\nnode03\n',
  )
})

test('a ReplicaSet deletes first what is not ready', async () => {
  await sh(
    'kubectl create deployment web --image=nginx --replicas=2; kubectl rollout status deployment web; kubectl cordon node01 node02 node03',
  )
  await sh('kubectl scale deployment web --replicas=3')
  await wait(5)
  await sh('kubectl scale deployment web --replicas=2')
  await wait(5)
  expect(await sh('kubectl get pods --no-headers | tr -s " " | cut -d" " -f3 | sort -u')).toBe('Running\n')
})
