import type { Node, Pod } from '../../api/index.ts'
import { decode, SystemError } from '../../base/index.ts'
import type { Endpoint, HttpResponse } from '../../machine/index.ts'
import type { ResourceCall } from '../context.ts'
import { find } from '../storage.ts'
import { badRequest, failure, internalError, methodNotAllowed } from '../status.ts'
import { mustFind } from '../update.ts'

const kubeletPort = 10_250

const notRunning = (call: ResourceCall) => failure(400, 'BadRequest', `pod ${call.name} does not have a host assigned`)

/** The address of the kubelet of a Pod's node. */
const kubeletOf = (call: ResourceCall, nodeName: string): { readonly address: string; readonly port: number } => {
  const nodes = call.server.registry.findAny('', 'nodes')
  const node = nodes && (find(call.store, nodes, { name: nodeName }) as Node | undefined)
  if (!node) throw failure(404, 'NotFound', `nodes "${nodeName}" not found`, { name: nodeName, kind: 'nodes' })
  const { addresses = [], daemonEndpoints } = node.status ?? {}
  const address = addresses.find(({ type }) => type === 'InternalIP')?.address ?? nodeName
  return { address, port: daemonEndpoints?.kubeletEndpoint?.Port ?? kubeletPort }
}

/** The container that a request names, or the only one (`pkg/registry/core/pod/strategy.go`). */
const containerOf = (call: ResourceCall, pod: Pod): string => {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {}
  const all = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name)
  const wanted = call.info.query.get('container') ?? ''
  if (wanted !== '') {
    if (all.includes(wanted)) return wanted
    throw badRequest(`container ${wanted} is not valid for pod ${call.name}`)
  }
  if (containers.length === 1 && call.subresource !== 'portforward') return containers[0]!.name
  if (call.subresource === 'portforward') return ''
  const named = (list: readonly { readonly name: string }[]): string => `[${list.map(({ name }) => name).join(' ')}]`
  const more = initContainers.length > 0 ? ` or one of the init containers: ${named(initContainers)}` : ''
  throw badRequest(`a container name must be specified for pod ${call.name}, choose one of: ${named(containers)}${more}`)
}

const connect = (call: ResourceCall, path: string, kubelet: { readonly address: string; readonly port: number }): Endpoint => {
  if (!call.server.connectKubelet) throw internalError('the server can not reach kubelets')
  try {
    return call.server.connectKubelet(kubelet.address, kubelet.port)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    const why =
      error.code === 'ECONNREFUSED'
        ? 'connect: connection refused'
        : error.code === 'ETIMEDOUT'
          ? 'i/o timeout'
          : `connect: ${error.message.toLowerCase()}`
    const dial = `dial tcp ${kubelet.address}:${kubelet.port}: ${why}`
    const url = `https://${kubelet.address}:${kubelet.port}${path}`
    if (call.subresource === 'log') throw internalError(`Get "${url}": ${dial}`)
    // exec and attach come as WebSockets and go on as SPDY: its client's words are told over the upgraded connection.
    throw internalError(
      call.subresource === 'portforward' ? `error dialing backend: ${dial}` : `error sending request: Post "${url}": ${dial}`,
    )
  }
}

const ask = (
  call: ResourceCall,
  pod: Pod,
  pathOf: (container: string) => string,
  refusal: (response: HttpResponse) => HttpResponse,
): HttpResponse => {
  const container = containerOf(call, pod)
  const { nodeName } = pod.spec ?? {}
  if (!nodeName) throw notRunning(call)
  const path = pathOf(container)
  const endpoint = connect(call, path, kubeletOf(call, nodeName))
  const { request } = call
  return refusal(
    endpoint.request({
      method: request.method,
      path,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
    }),
  )
}

const textOf = ({ body }: HttpResponse): string => (body instanceof Uint8Array ? decode(body) : typeof body === 'string' ? body : '')

/** A kubelet's refusal of an upgrade (`ServeHTTP` in apiserver/pkg/util/proxy/streamtranslator.go). */
const upgraded = (response: HttpResponse): HttpResponse => {
  if (response.status < 400) return response
  const text = textOf(response)
  throw internalError(response.status === 500 ? text : `unable to upgrade connection: ${text}`)
}

/** A kubelet's refusal as a Status (`apiserver/pkg/registry/generic/rest/response_checker.go`). */
const checked = (response: HttpResponse): HttpResponse => {
  if (response.status < 400) return response
  const text = textOf(response)
  if (response.status === 400) throw badRequest(text)
  if (response.status === 500) throw internalError(text)
  throw failure(
    response.status,
    response.status === 404 ? 'NotFound' : 'Unknown',
    `the server could not find the requested resource (${text})`,
    {},
  )
}

/** GET of `pods/log`: the kubelet's /containerLogs. A Pod that has no node yet has no logs. */
export const log = (call: ResourceCall): HttpResponse => {
  if (call.info.verb !== 'get') throw methodNotAllowed()
  const pod = mustFind(call) as Pod
  containerOf(call, pod)
  if (!pod.spec?.nodeName) return { status: 200, headers: { 'content-type': 'text/plain' }, body: '' }
  const query = new URLSearchParams(call.info.query.toString())
  query.delete('container')
  const text = query.toString()
  return ask(
    call,
    pod,
    (container) => `/containerLogs/${call.namespace}/${call.name}/${container}${text === '' ? '' : `?${text}`}`,
    checked,
  )
}

/** exec, attach and port-forward: the connection is handed to the kubelet. */
export const forwardToKubelet = (call: ResourceCall): HttpResponse => {
  if (call.info.verb !== 'get' && call.info.verb !== 'create') throw methodNotAllowed()
  const pod = mustFind(call) as Pod
  if (call.subresource !== 'portforward' && (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed')) {
    throw internalError(`cannot exec into a container in a completed pod; current phase is ${pod.status.phase}`)
  }
  const query = new URLSearchParams(call.info.query.toString())
  query.delete('container')
  const verb = call.subresource === 'portforward' ? 'portForward' : call.subresource
  const text = query.toString()
  return ask(
    call,
    pod,
    (container) => `/${verb}/${call.namespace}/${call.name}${container ? `/${container}` : ''}${text === '' ? '' : `?${text}`}`,
    upgraded,
  )
}
