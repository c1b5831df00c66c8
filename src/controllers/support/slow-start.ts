/**
 * Runs `act` up to `count` times in batches of 1, 2, 4 ...; a batch in which one fails is the last. Tells how many succeeded
 * and the first failure (`pkg/controller/replicaset/replica_set.go`, slowStartBatch).
 */
export const slowStart = (count: number, act: () => void): { readonly succeeded: number; readonly failure?: Error } => {
  let succeeded = 0
  for (let remaining = count, size = 1; remaining > 0; size *= 2) {
    const batch = Math.min(size, remaining)
    let failure: Error | undefined
    for (let index = 0; index < batch; index++) {
      try {
        act()
        succeeded++
      } catch (error) {
        if (!(error instanceof Error)) throw error
        failure ??= error
      }
    }
    if (failure) return { succeeded, failure }
    remaining -= batch
  }
  return { succeeded }
}
