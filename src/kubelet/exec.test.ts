import { beforeAll, expect, test } from 'vitest'
import { hop } from '../host/cli/node-hop.ts'
import { programs } from '../host/programs.ts'
import { Simulation } from '../host/simulation.ts'
import { scenarioOf } from '../world/index.ts'
import { startCluster } from '../../test/rig/cluster.ts'

const cluster = await startCluster()
const run = async (script: string): Promise<string> => {
  const { stdout, stderr } = await cluster.run(`${script}; echo "code $?"`)
  return (stdout + stderr).replace(/[0-9a-f]{64}/g, 'ID')
}

beforeAll(async () => {
  await cluster.run(
    'kubectl run web --image=nginx:1.27; kubectl run crash --image=busybox -- sh -c "exit 1"; kubectl wait --for=condition=ready pod/web',
  )
})

test('a command in a container: its output, its exit code', async () => {
  expect(await run('kubectl exec web -- hostname')).toBe('web\ncode 0\n')
  expect(await run('kubectl exec web -- sh -c "exit 3"')).toBe('code 3\ncommand terminated with exit code 3\n')
  expect(await run('echo hello | kubectl exec -i web -- cat')).toBe('hello\ncode 0\n')
})

test('what cannot be executed, in the words of those on the way', async () => {
  const where =
    'error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "ID": '
  const why = 'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH'
  expect(await run('kubectl exec web -- nosuch')).toBe(`code 1\n${where}${why}\n`)
  expect(await run('kubectl exec crash -- ls')).toBe(
    'code 1\nerror: Internal error occurred: unable to upgrade connection: container not found ("crash")\n',
  )
})

test('port-forward to a Pod, and to a port that nobody listens on', async () => {
  const script =
    'kubectl port-forward web 8080:80 8081:81 > /tmp/out 2>&1 & sleep 1; curl -s localhost:8080 | head -1; curl -s localhost:8081; sleep 1; cat /tmp/out'
  const { stdout } = await cluster.run(script)
  expect(stdout).toContain('<!DOCTYPE html>\nForwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\n')
  expect(stdout).toMatch(
    /Handling connection for 8081\nE.* forwarding 8081 -> 81: .*connection refused.*\nerror: lost connection to pod\n$/,
  )
})

test('a shell at a terminal: typed at, left, and ended with its container', async () => {
  const simulation = await Simulation.open(
    { world: scenarioOf({ base: 'bare', nodes: ['controlplane', 'node01'] }), log: [], until: 0 } as never,
    {
      hop,
      programs,
      evaluate: () => undefined,
      onBug: (error: unknown) => {
        throw error
      },
    } as never,
  )
  const type = async (data: string): Promise<string> => {
    const terminal = simulation.terminals.get('t')!
    await simulation.apply({ do: 'type', terminal: 't', data })
    await simulation.world.clock.advanceTo(simulation.clock.now + 3000)
    const shown = terminal.pending.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').replaceAll('\r', '')
    terminal.pending = ''
    return shown
  }
  await simulation.apply({ do: 'openTerminal', terminal: 't', machine: 'controlplane', columns: 80, rows: 24 })
  await type('kubectl run web --image=nginx:1.27\r')
  expect(await type('kubectl exec -it web -- /bin/sh\r')).toMatch(/# $/)
  expect(await type('hostname\r')).toMatch(/hostname\nweb\n.*# $/)
  expect(await type('exit 4\r')).toMatch(/command terminated with exit code 4\n/)
  expect(await type('echo back\r')).toMatch(/echo back\nback\n/)
  await type('kubectl exec -it web -- /bin/sh\r')
  expect(await type('kill 1\r')).toMatch(/command terminated with exit code 137\n/)
  expect(await type('kubectl get pod web\r')).toMatch(/web +1\/1 +Running +1 \(/)
}, 30_000)
