import workerThreads from 'node:worker_threads'
import zlib from 'node:zlib'

// undici 8, which @kubernetes/client-node brings, looks for these when it loads; Node.js 20 has neither, and nothing here needs them.
const compression: { createZstdDecompress?: unknown } = zlib
compression.createZstdDecompress ??= zlib.createBrotliDecompress
const threads: { markAsUncloneable?: unknown } = workerThreads
threads.markAsUncloneable ??= () => undefined
const promises: { withResolvers?: unknown } = Promise
promises.withResolvers ??= <T>() => {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved
    reject = rejected
  })
  return { promise, resolve, reject }
}
