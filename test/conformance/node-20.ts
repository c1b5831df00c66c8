import workerThreads from 'node:worker_threads'
import zlib from 'node:zlib'

// undici 8, which @kubernetes/client-node brings, needs these; Node.js 20 has none of them.
const fill = (object: object, name: string, value: unknown): void => {
  if (!(name in object)) Reflect.set(object, name, value)
}

const withResolvers = <T>() => {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved
    reject = rejected
  })
  return { promise, resolve, reject }
}

fill(zlib, 'createZstdDecompress', zlib.createBrotliDecompress)
fill(workerThreads, 'markAsUncloneable', () => undefined)
fill(Promise, 'withResolvers', withResolvers)
