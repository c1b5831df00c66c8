// The measurements without a page. Each gives `own`, `peer` (undefined with a `remark` where webernetes cannot do the work) and its target.
import { runProcess, median, sample } from './sample.mjs'

const boot = async ({ own, peer }, runs) => ({
  name: 'boot of 4 nodes until all system Pods are Ready',
  unit: 's',
  own: await sample(own, ['boot', 3], runs),
  peer: await sample(peer, ['boot'], runs),
  remark: 'webernetes boots 8 Pods without certificates, kubelets on disks or static Pods',
})

const deployment =
  (pods, nodes, ratio, runsOfPeer) =>
  async ({ own, peer }, runs) => ({
    name: `Deployment of ${pods} Pods on ${nodes} nodes until all are available`,
    unit: 's',
    own: await sample(own, ['deployment', pods, nodes], runs),
    peer: await sample(peer, ['deployment', pods, nodes, 300], Math.min(runs, runsOfPeer)),
    target: { ratio },
  })

const idle = async ({ own }, runs) => ({
  name: '10 idle minutes on 4 nodes, CPU',
  unit: 's',
  own: await sample(own, ['idle', 3, 10], runs, 'cpu'),
  remark: 'webernetes lives in real time: its 10 minutes take 10 minutes',
  target: { atMost: 0.2 },
})

const nodesForGrowth = 50
const growth = async ({ own }, runs) => {
  const [few, many] = [500, 5000]
  const perPod = async (pods) => ((await sample(own, ['deployment', pods, nodesForGrowth], Math.min(runs, 3))) * 1000) / pods
  const [atFew, atMany] = [await perPod(few), await perPod(many)]
  return {
    name: `cost per Pod at ${many} Pods over that at ${few}, on ${nodesForGrowth} nodes`,
    unit: '×',
    own: atMany / atFew,
    remark: `${atFew.toFixed(2)} ms and ${atMany.toFixed(2)} ms per Pod; webernetes needs more than 10 minutes for ${many} Pods`,
    target: { atMost: 1.5 },
  }
}

const command = async (_, runs) => {
  const words = ['bin/bottleship.mjs', 'run', '-c', 'kubectl get nodes']
  await runProcess(words)
  const times = []
  for (let run = 0; run < runs; run++) times.push((await runProcess(words)).seconds)
  return {
    name: 'bottleship run -c "kubectl get nodes", from start to end',
    unit: 's',
    own: median(times),
    remark: 'webernetes has neither a command nor kubectl',
    target: { atMost: 2 },
  }
}

export const headless = [boot, deployment(100, 3, 10, 5), deployment(1000, 10, 50, 1), idle, growth, command]
