import { beforeEach, expect, test } from 'vitest'
import { hop } from '../../src/host/cli/node-hop.ts'
import { programs } from '../../src/host/programs.ts'
import { bufferReader, CollectingWriter } from '../../src/machine/index.ts'
import { scenarios, settle, World } from '../../src/world/index.ts'

let world: World
let bugs: unknown[]

beforeEach(async () => {
  bugs = []
  world = new World({ scenario: scenarios.bare, hop, programs, onBug: (error) => void bugs.push(error) })
  await world.boot()
  await sh(
    'kubectl create deployment web --image=nginx:1.27 --replicas=2 && kubectl rollout status deployment web && kubectl expose deployment web --port=80',
  )
})

/** What a line of bash prints, both outputs together. */
const sh = async (text: string, on = 'controlplane'): Promise<string> => {
  const output = new CollectingWriter()
  const env = new Map([
    ['HOME', '/root'],
    ['PATH', '/usr/sbin:/usr/bin:/sbin:/bin'],
  ])
  const process = world
    .machine(on)
    .spawn(['bash', '-c', text], { stdin: bufferReader(''), stdout: output, stderr: output, env, cwd: '/root' })
  await world.runUntil(() => process.exitCode !== undefined || bugs.length > 0, 600_000)
  if (bugs.length > 0) throw bugs[0]
  return output.text
}

const wait = (seconds: number): Promise<void> => world.clock.advanceTo(world.clock.now + seconds * 1000)

const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml'
const refused = 'The connection to the server 10.0.0.10:6443 was refused - did you specify the right host or port?\n'

test('without its manifest the API server is gone, what runs goes on, and with it all is well again', async () => {
  const address = (await sh("kubectl get service web -o jsonpath='{.spec.clusterIP}'")).trim()
  const pod = (await sh("kubectl get pods -o jsonpath='{.items[0].status.podIP}'")).trim()
  await sh(`mv ${manifest} /root/`)
  await wait(35)
  expect(await sh('kubectl get pods')).toBe(refused)
  expect(await sh(`curl -s http://${address} | grep title`)).toBe('<title>Welcome to nginx!</title>\n')
  expect(await sh(`curl -sI http://${pod} | grep Server`)).toMatch(/^Server: nginx\/1\.27/)
  expect(await sh('kubectl scale deployment web --replicas=3')).toBe(refused)
  await wait(120)
  await sh(`mv /root/kube-apiserver.yaml ${manifest}`)
  await wait(60)
  expect(await sh('kubectl get nodes --no-headers | grep -cw Ready')).toBe('4\n')
  expect(await sh('kubectl scale deployment web --replicas=3 && kubectl rollout status deployment web | tail -1')).toBe(
    'deployment.apps/web scaled\ndeployment "web" successfully rolled out\n',
  )
  expect(await sh('kubectl get pods -A --no-headers | grep -cv Running')).toBe('0\n')
})

test('a kubelet that is stopped leaves its containers running; its node is NotReady, then Ready again', async () => {
  const [node = '', pod = ''] = (await sh("kubectl get pods -o jsonpath='{.items[0].spec.nodeName} {.items[0].status.podIP}'"))
    .trim()
    .split(' ')
  await sh('systemctl stop kubelet', node)
  await wait(60)
  expect(await sh(`kubectl get node ${node} --no-headers | tr -s ' ' | cut -d' ' -f2`)).toBe('NotReady\n')
  expect(await sh(`curl -sI http://${pod} | head -1`)).toMatch(/^HTTP\/1\.1 200 OK/)
  expect(
    await sh("kubectl get endpointslices -l kubernetes.io/service-name=web -o jsonpath='{.items[0].endpoints[*].conditions.ready}'"),
  ).toContain('false')
  await wait(400)
  expect(await sh(`kubectl get pods --no-headers -o wide | grep -w ${node} | grep -c Terminating`)).toBe('1\n')
  expect(await sh('kubectl get deployment web --no-headers | tr -s " " | cut -d" " -f2')).toBe('2/2\n')
  await sh('systemctl start kubelet', node)
  await wait(90)
  expect(await sh(`kubectl get node ${node} --no-headers | tr -s ' ' | cut -d' ' -f2`)).toBe('Ready\n')
  expect(await sh('kubectl get pods --no-headers | tr -s " " | cut -d" " -f3 | sort | uniq -c')).toBe('      2 Running\n')
})

test('a node that goes down and comes back soon starts its Pods anew', async () => {
  const [node = '', name = ''] = (await sh("kubectl get pods -o jsonpath='{.items[0].spec.nodeName} {.items[0].metadata.name}'"))
    .trim()
    .split(' ')
  const machine = world.machine(node)
  machine.powerOff()
  expect(machine.processes.size).toBe(0)
  await wait(60)
  expect(await sh(`kubectl get node ${node} --no-headers | tr -s ' ' | cut -d' ' -f2`)).toBe('NotReady\n')
  const address = (await sh("kubectl get service web -o jsonpath='{.spec.clusterIP}'")).trim()
  expect(await sh(`for i in 1 2 3 4; do curl -s -m 2 http://${address} | grep -c Welcome; done | sort -u`)).toBe('2\n')
  machine.powerOn()
  await wait(120)
  expect(await sh(`kubectl get node ${node} --no-headers | tr -s ' ' | cut -d' ' -f2`)).toBe('Ready\n')
  expect(await sh(`kubectl get pod ${name} --no-headers | tr -s ' ' | cut -d' ' -f2-4`)).toBe('1/1 Running 1\n')
  expect(
    await sh(`kubectl get pods -n kube-system --field-selector spec.nodeName=${node} --no-headers | tr -s ' ' | cut -d' ' -f2-4`),
  ).toBe('1/1 Running 1\n')
  const pod = (await sh(`kubectl get pod ${name} -o jsonpath='{.status.podIP}'`)).trim()
  expect(await sh(`curl -sI http://${pod} | head -1`)).toMatch(/^HTTP\/1\.1 200 OK/)
})

test('a control plane that is switched off and on has lost nothing', async () => {
  const before = await sh('kubectl get deployments,services,nodes -o name')
  const machine = world.machine('controlplane')
  machine.powerOff()
  await wait(30)
  machine.powerOn()
  await wait(120)
  await settle(world, 60_000)
  expect(await sh('kubectl get deployments,services,nodes -o name')).toBe(before)
  expect(await sh('kubectl get nodes --no-headers | grep -cw Ready')).toBe('4\n')
  expect(await sh('kubectl get pods -A --no-headers | grep -cv Running')).toBe('0\n')
  expect(await sh('kubectl scale deployment web --replicas=3 && kubectl rollout status deployment web | tail -1')).toBe(
    'deployment.apps/web scaled\ndeployment "web" successfully rolled out\n',
  )
})

test('containerd that is killed is started again by systemd; its containers live on', async () => {
  const node = (await sh("kubectl get pods -o jsonpath='{.items[0].spec.nodeName}'")).trim()
  const before = await sh('kubectl get pods --no-headers | tr -s " " | cut -d" " -f1-4')
  await sh('pkill -9 containerd', node)
  await wait(60)
  expect(await sh('systemctl is-active containerd kubelet', node)).toBe('active\nactive\n')
  expect(await sh('kubectl get pods --no-headers | tr -s " " | cut -d" " -f1-4')).toBe(before)
  expect(await sh(`kubectl get node ${node} --no-headers | tr -s ' ' | cut -d' ' -f2`)).toBe('Ready\n')
  expect(await sh('kubectl scale deployment web --replicas=6 && kubectl rollout status deployment web | tail -1')).toBe(
    'deployment.apps/web scaled\ndeployment "web" successfully rolled out\n',
  )
  expect(await sh(`kubectl exec ${before.split(' ')[0]} -- hostname`)).toBe(`${before.split(' ')[0]}\n`)
})
