import type { Cancel } from '../base/index.ts'
import type { KubeletContext } from './kubelet-context.ts'
import type { PullResult } from './runtime.ts'

export interface ImagePuller {
  /** Pulls as soon as it is this image's turn. `waited` counts from the call, `took` from the turn. */
  pull(reference: string, done: (result: PullResult, times: { readonly took: number; readonly waited: number }) => void): Cancel
}

/** One pull at a time (`serializeImagePulls`), or all at once. */
export const createImagePuller = (context: KubeletContext): ImagePuller => {
  const queue: (() => void)[] = []
  let active = 0
  const next = (): void => {
    if (context.config.serializeImagePulls && active > 0) return
    const run = queue.shift()
    if (!run) return
    active++
    run()
  }
  return {
    pull: (reference, done) => {
      const askedAt = context.clock.now
      let cancelled = false
      queue.push(() => {
        const begunAt = context.clock.now
        const end = (result: PullResult): void => {
          active--
          if (!cancelled) done(result, { took: context.clock.now - begunAt, waited: context.clock.now - askedAt })
          next()
        }
        const runtime = context.runtime()
        if (cancelled || !runtime) context.clock.after(0, () => end({ error: unavailable(context) }))
        else runtime.pull(reference, end)
      })
      next()
      return () => {
        cancelled = true
      }
    },
  }
}

/** gRPC's words for a socket that nobody listens on. */
export const unavailable = (context: KubeletContext): string => {
  const path = context.config.containerRuntimeEndpoint.replace(/^unix:\/\//, '')
  return `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${path}: connect: connection refused"`
}
