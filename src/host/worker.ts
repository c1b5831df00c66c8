import { expose } from 'comlink'
import { Host } from './host.ts'
import { preload, programs } from './lazy-programs.ts'

const channel = new MessageChannel()
const waiting: (() => void)[] = []
channel.port1.onmessage = () => waiting.shift()?.()

/** Waits one macrotask; a message to itself is the fastest that a worker has. Every 8 ms a timer lets all others in. */
let lastTimer = performance.now()
const hop = (): Promise<void> =>
  new Promise((resolve) => {
    if (performance.now() - lastTimer > 8) {
      setTimeout(() => {
        lastTimer = performance.now()
        resolve()
      })
      return
    }
    waiting.push(resolve)
    channel.port2.postMessage(0)
  })

/** After this time the first prompt stands; what it did not need is fetched. */
const preloadDelay = 3000
setTimeout(preload, preloadDelay)

expose(
  new Host({
    programs,
    hop,
    realNow: () => performance.now(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    loadEvaluate: async () => (await import('./evaluate.ts')).createEvaluate(),
  }),
)
