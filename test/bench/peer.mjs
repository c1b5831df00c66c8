// One measurement of @ngrok/webernetes in a process of its own: `peer.mjs boot`, or `peer.mjs deployment PODS NODES LIMIT`. Prints JSON.
import { Cluster } from '@ngrok/webernetes'

const [work, ...words] = process.argv.slice(2)

/** Calls `done` on every change of `resource` until it says true; undefined after `limit` milliseconds. */
const waitFor = (cluster, resource, limit, done) =>
  new Promise((resolve) => {
    const objects = new Map()
    const timer = setTimeout(() => finish(false), limit)
    const informer = cluster.informer(resource, (type, object) => {
      const name = `${object.metadata.namespace}/${object.metadata.name}`
      if (type === 'delete') objects.delete(name)
      else objects.set(name, object)
      if (done([...objects.values()])) finish(true)
    })
    const finish = (ended) => {
      clearTimeout(timer)
      void informer.stop()
      resolve(ended)
    }
  })

const isReady = ({ status }) => status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')

const systemPods = 8
const boot = async (nodes) => {
  const cluster = new Cluster({ nodes })
  await cluster.init()
  const ended = await waitFor(cluster, 'pods', 60_000, (pods) => pods.length === systemPods && pods.every(isReady))
  if (!ended) throw new Error('Expected all system Pods to be Ready after a minute but found them not.')
  return cluster
}

const deploy = async (pods, nodes, limit) => {
  const cluster = await boot(nodes)
  const [started, used] = [performance.now(), process.cpuUsage()]
  const labels = { app: 'web' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'crccheck/hello-world:1.0' }] } }
  await cluster.apply([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: pods, selector: { matchLabels: labels }, template },
    },
  ])
  let available = 0
  const ended = await waitFor(cluster, 'deployments', limit, ([web]) => (available = web?.status?.availableReplicas ?? 0) === pods)
  return { seconds: (performance.now() - started) / 1000, cpu: cpuSince(used), available, ended }
}

const cpuSince = (used) => {
  const { user, system } = process.cpuUsage(used)
  return (user + system) / 1e6
}

const works = {
  boot: async () => {
    const [started, used] = [performance.now(), process.cpuUsage()]
    await boot(4)
    return { seconds: (performance.now() - started) / 1000, cpu: cpuSince(used), ended: true }
  },
  deployment: (pods, nodes, limit) => deploy(Number(pods), Number(nodes), Number(limit) * 1000),
}

const result = await works[work](...words)
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit())
