import type { HttpRequest, HttpResponse } from '../machine/index.ts'
import { encode } from '../base/index.ts'
import { containerLogs } from './container-logs.ts'
import { openSession } from './session.ts'
import type { PodManager } from './pod-manager.ts'
import { latestContainer, type PodWorker } from './pod-worker.ts'

const text = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: encode(body),
})
const json = (body: unknown): HttpResponse => ({ status: 200, headers: { 'content-type': 'application/json' }, body })

/** The kubelet's own API (`pkg/kubelet/server/server.go`): logs, exec, attach, port-forward, the list of its Pods. */
export const handleKubeletRequest = (pods: PodManager, request: HttpRequest): HttpResponse => {
  const [path = '', query = ''] = request.path.split('?')
  const parameters = new URLSearchParams(query)
  const [verb = '', namespace = '', name = '', container = ''] = path.split('/').filter(Boolean)
  if (path === '/healthz') return text(200, 'ok')
  if (verb === 'pods')
    return json({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [...pods.workers.values()].map(({ pod }) => pod) })
  const worker = [...pods.workers.values()].find(
    ({ pod }) => pod.metadata.name === name && (pod.metadata.namespace ?? 'default') === namespace,
  )
  if (verb === 'containerLogs') return worker ? logs(pods, worker, container, parameters) : text(404, `pod "${name}" not found\n`)
  if (verb !== 'exec' && verb !== 'attach' && verb !== 'portForward') return text(404, '404 page not found\n')
  if (!worker) return text(404, `pod does not exist`)
  return openSession(pods, worker, verb, container, parameters)
}

const logs = (pods: PodManager, worker: PodWorker, name: string, query: URLSearchParams): HttpResponse => {
  const { metadata } = worker.pod
  const containers = pods.containersOf(worker).filter(({ config }) => config.name === name)
  const latest = latestContainer(containers, name)
  const previous = query.get('previous') === 'true'
  const waiting = worker.waiting.get(name)
  const found = previous
    ? containers.findLast(
        ({ state, config }) => state === 'exited' && (config.attempt < (latest?.config.attempt ?? 0) || waiting !== undefined),
      )
    : latest
  if (!found && previous) return text(400, `previous terminated container "${name}" in pod "${metadata.name}" not found`)
  if (!found || found.state === 'created') {
    const reason = waiting?.reason ?? (worker.pod.spec?.initContainers?.length ? 'PodInitializing' : 'ContainerCreating')
    const why: Readonly<Record<string, string>> = {
      ErrImagePull: "image can't be pulled",
      ImagePullBackOff: 'trying and failing to pull image',
      ErrImageNeverPull: 'image is not present',
    }
    return text(400, `container "${name}" in pod "${metadata.name}" is waiting to start: ${why[reason] ?? reason}`)
  }
  return containerLogs(pods.context, found, query)
}
