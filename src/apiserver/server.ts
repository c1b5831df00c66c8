import { ApiError, SystemError } from '../base/index.ts'
import { EtcdError, type Store } from '../etcd/index.ts'
import type { HttpRequest, HttpResponse, Peer } from '../machine/index.ts'
import { authenticate } from './authenticate.ts'
import { authorise } from './authorise.ts'
import { startBootstrap } from './bootstrap.ts'
import type { Call, RequestInfo, ResourceCall, Server, ServerOptions } from './context.ts'
import { handleCreate } from './create.ts'
import { handleDelete, handleDeleteCollection } from './delete.ts'
import { JsonSyntaxError } from './go-json.ts'
import { answerFailure, withWarnings } from './http.ts'
import { handleOther } from './other.ts'
import { readDryRun } from './options.ts'
import { handlePatch } from './patch.ts'
import { handleGet, handleList } from './read.ts'
import { Registry } from './registry.ts'
import { route } from './route.ts'
import { badRequest, failure, methodNotAllowed, unknownResource } from './status.ts'
import { subresources } from './subresources/index.ts'
import { handleUpdate } from './update.ts'
import { handleWatch } from './watch.ts'
import { WatchHub } from './watch-hub.ts'

export interface ApiServer {
  handle(request: HttpRequest, peer: Peer): HttpResponse
  stop(): void
}

/** A kube-apiserver: one request path over all kinds. Whatever it knows lies in the store. */
export const createApiServer = (options: ServerOptions): ApiServer => {
  const server: Server = { ...options, registry: new Registry(options.kinds), watches: new WatchHub(options.clock) }
  const stopBootstrap = startBootstrap(server)
  return {
    handle: (request, peer) => handle(server, request, peer),
    stop: () => {
      stopBootstrap()
      server.watches.stop()
    },
  }
}

const handle = (server: Server, request: HttpRequest, peer: Peer): HttpResponse => {
  const warnings: string[] = []
  return withWarnings(handleOrFail(server, request, peer, warnings), warnings)
}

const handleOrFail = (server: Server, request: HttpRequest, peer: Peer, warnings: string[]): HttpResponse => {
  try {
    const info = route(server.registry, request.method, request.path)
    const user = authenticate(server, request, peer)
    authorise(user, info)
    const store = info.resource ? reach(server) : lazyStore(server)
    const call: Call = { server, store, request, peer, info, user, warnings }
    return info.resource ? handleResource(call, info.resource) : handleOther(call)
  } catch (error) {
    if (error instanceof ApiError) return answerFailure(error.status)
    if (error instanceof EtcdError) return answerFailure(failure(500, undefined, error.message).status)
    if (error instanceof SystemError) return answerFailure(failure(500, undefined, unavailable(error)).status)
    if (error instanceof JsonSyntaxError) return answerFailure(badRequest(error.message).status)
    throw error
  }
}

/** What etcd's client says when there is no way to etcd. */
const unavailable = ({ code, subject, message }: SystemError): string => {
  if (code !== 'ECONNREFUSED')
    return code === 'ETIMEDOUT' ? 'context deadline exceeded' : `rpc error: code = Unavailable desc = ${message.toLowerCase()}`
  return `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${subject}: connect: connection refused"`
}

/** The store, followed by the watches. */
const reach = (server: Server): Store => {
  const store = server.store()
  server.watches.follow(store)
  return store
}

/** Paths such as /version need no store, and are answered without one. */
const lazyStore = (server: Server): Store => {
  try {
    return reach(server)
  } catch (error) {
    const fail = (): never => {
      throw error
    }
    return new Proxy({} as Store, { get: fail })
  }
}

const optionKinds: Readonly<Record<string, string>> = {
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
  delete: 'DeleteOptions',
  deletecollection: 'DeleteOptions',
}

const handleResource = (call: Call, resource: NonNullable<RequestInfo['resource']>): HttpResponse => {
  const { kind } = resource
  if (!kind) return handleOther(call)
  const optionsKind = optionKinds[call.info.verb]
  const full: ResourceCall = {
    ...call,
    kind,
    namespace: kind.namespaced ? resource.namespace : undefined,
    name: resource.name ?? '',
    subresource: resource.subresource ?? '',
    dryRun: optionsKind !== undefined && readDryRun(call.info.query, optionsKind),
  }
  if (kind.deprecated !== undefined) full.warnings.push(kind.deprecated)
  if (full.subresource !== '') return handleSubresource(full)
  if (kind.namespaced && !resource.namespace && (full.name !== '' || call.info.verb === 'create'))
    throw resource.name ? unknownResource() : methodNotAllowed()
  if (!kind.verbs.some((verb) => verb === call.info.verb)) throw methodNotAllowed()
  return handleVerb(full)
}

const handleSubresource = (call: ResourceCall): HttpResponse => {
  if (!call.kind.subresources.some((each) => each === call.subresource)) throw unknownResource()
  if (call.subresource === 'status') {
    if (!['get', 'update', 'patch'].includes(call.info.verb)) throw methodNotAllowed()
    return handleVerb(call)
  }
  const handler = subresources[call.subresource]
  if (!handler) throw unknownResource()
  return handler(call)
}

const handlers: Readonly<Record<string, (call: ResourceCall) => HttpResponse>> = {
  get: handleGet,
  list: handleList,
  watch: handleWatch,
  create: handleCreate,
  update: handleUpdate,
  patch: handlePatch,
  delete: handleDelete,
  deletecollection: handleDeleteCollection,
}

const handleVerb = (call: ResourceCall): HttpResponse => {
  if (call.info.verb === 'create' && call.name !== '') throw methodNotAllowed()
  const handler = handlers[call.info.verb]
  if (!handler) throw methodNotAllowed()
  return handler(call)
}
