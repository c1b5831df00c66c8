import type { Draft, Json, Kind, KubeObject, ObjectKey } from '../api/index.ts'
import { ApiError, SystemError, type Cancel, type StatusBody } from '../base/index.ts'
import type { Endpoint, HttpRequest, HttpResponse, StreamSink } from '../machine/index.ts'
import type { Client, DeleteOptions, ListOptions, PatchType, WatchEvent, WatchHandler } from './client-interface.ts'

export interface Credentials {
  readonly token?: string
  readonly userAgent?: string
}

const patchTypes: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
}

/** `/apis/apps/v1/namespaces/default/deployments/web/scale`. */
export const resourcePath = (
  kind: Kind,
  key: { readonly namespace?: string; readonly name?: string } = {},
  subresource?: string,
): string => {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`
  const namespace = kind.namespaced && key.namespace ? `/namespaces/${key.namespace}` : ''
  return `${root}${namespace}/${kind.plural}${key.name ? `/${key.name}` : ''}${subresource ? `/${subresource}` : ''}`
}

const listQuery = (options: ListOptions, more: Readonly<Record<string, string>> = {}): string => {
  const query = new URLSearchParams(more)
  if (options.labelSelector) query.set('labelSelector', options.labelSelector)
  if (options.fieldSelector) query.set('fieldSelector', options.fieldSelector)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

const isStatus = (body: unknown): body is StatusBody => (body as Partial<StatusBody> | undefined)?.kind === 'Status'

/** What a failure without a Status becomes (client-go: rest/request.go, transformResponse). */
const unknownFailure = (response: HttpResponse): StatusBody => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message:
    response.status === 404
      ? 'the server could not find the requested resource'
      : typeof response.body === 'string'
        ? response.body
        : 'unknown',
  ...(response.status === 404 ? { reason: 'NotFound' } : {}),
  details: {},
  code: response.status,
})

/** A client of the API server at the other end of a connection. */
export const createClient = (
  endpoint: Pick<Endpoint, 'request'> & Partial<Pick<Endpoint, 'onClose'>>,
  credentials: Credentials = {},
): Client => new ConnectedClient(endpoint, credentials)

class ConnectedClient implements Client {
  readonly #endpoint: Pick<Endpoint, 'request'> & Partial<Pick<Endpoint, 'onClose'>>
  readonly #headers: Readonly<Record<string, string>>

  constructor(endpoint: Pick<Endpoint, 'request'> & Partial<Pick<Endpoint, 'onClose'>>, { token, userAgent }: Credentials) {
    this.#endpoint = endpoint
    this.#headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), 'user-agent': userAgent ?? 'bottleship' }
  }

  request(request: HttpRequest): HttpResponse {
    const response = this.#endpoint.request({ ...request, headers: { ...this.#headers, ...request.headers } })
    if (response.status >= 400) throw new ApiError(isStatus(response.body) ? response.body : unknownFailure(response))
    return response
  }

  #send<T>(method: string, path: string, body?: unknown, contentType = 'application/json'): T {
    const content = body === undefined ? {} : { body }
    return this.request({ method, path, headers: body === undefined ? {} : { 'content-type': contentType }, ...content }).body as T
  }

  get<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, subresource?: string): T {
    return this.#send('GET', resourcePath(erased(kind), key, subresource))
  }

  list<T extends KubeObject>(kind: Kind<T>, options: ListOptions = {}): { readonly items: readonly T[]; readonly resourceVersion: string } {
    const body = this.#send<{ items: readonly T[]; metadata: { resourceVersion: string } }>(
      'GET',
      resourcePath(erased(kind), options) + listQuery(options),
    )
    return { items: body.items, resourceVersion: body.metadata.resourceVersion }
  }

  create<T extends KubeObject>(kind: Kind<T>, object: Draft<T>): T {
    const { namespace } = object.metadata
    return this.#send('POST', resourcePath(erased(kind), namespace ? { namespace } : {}), object)
  }

  post(kind: Kind, key: ObjectKey, subresource: string, body: unknown): unknown {
    return this.#send('POST', resourcePath(kind, key, subresource), body)
  }

  update<T extends KubeObject>(kind: Kind<T>, object: T, subresource?: 'status' | 'scale' | 'finalize'): T {
    return this.#send('PUT', resourcePath(erased(kind), object.metadata, subresource), object)
  }

  patch<T extends KubeObject>(
    kind: Kind<T>,
    key: ObjectKey,
    patch: { readonly type: PatchType; readonly body: Json | object },
    subresource?: string,
  ): T {
    return this.#send('PATCH', resourcePath(erased(kind), key, subresource), patch.body, patchTypes[patch.type])
  }

  delete<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, options: DeleteOptions = {}): void {
    const { dryRun, ...rest } = options
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...rest, ...(dryRun ? { dryRun: ['All'] } : {}) }
    this.#send('DELETE', resourcePath(erased(kind), key), body)
  }

  watch<T extends KubeObject>(
    kind: Kind<T>,
    options: ListOptions & { readonly resourceVersion?: string },
    handler: WatchHandler<T>,
  ): Cancel {
    const { resourceVersion } = options
    const query = listQuery(options, { watch: 'true', ...(resourceVersion ? { resourceVersion } : {}) })
    const response = this.request({ method: 'GET', path: resourcePath(erased(kind), options) + query, headers: {} })
    if (!response.stream) throw new SystemError('ECONNRESET')
    return follow(response.stream, handler, this.#endpoint)
  }
}

/** A kind whose objects' type does not matter, as for its path. */
const erased = <T extends KubeObject>(kind: Kind<T>): Kind => kind as object as Kind

/** Follows a stream of events until it ends, breaks, or is no longer wanted; `closed` is told once at most. */
const follow = <T>(
  stream: (sink: StreamSink) => Cancel,
  handler: WatchHandler<T>,
  endpoint: Partial<Pick<Endpoint, 'onClose'>>,
): Cancel => {
  let over = false
  let forget: Cancel = () => undefined
  const close = (error?: Error): void => {
    if (over) return
    over = true
    forget()
    handler.closed(error)
  }
  const hangUp = stream({
    push: (piece) => {
      if (!over) handler.event(piece as WatchEvent<T>)
    },
    end: close,
  })
  if (!over && endpoint.onClose) forget = endpoint.onClose(() => close(new SystemError('ECONNRESET')))
  return () => {
    over = true
    forget()
    hangUp()
  }
}
