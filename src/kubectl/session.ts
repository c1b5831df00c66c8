import { ApiError, SystemError, encode, toBase64, type Cancel, type StatusBody } from '../base/index.ts'
import type { Endpoint, HttpRequest, HttpResponse, Process } from '../machine/index.ts'
import type { ClientConfig } from './client-config.ts'
import { splitServer } from './connect.ts'
import { ResourceMapper, apiVersionOf, readAggregated, readResourceList, type Resource } from './discovery.ts'
import { ConnectionError, isStatus } from './errors.ts'
import { klogLine } from './klog.ts'
import { at, listAt, textAt, type LooseList, type LooseObject } from './object.ts'
import { WatchStream } from './watch-stream.ts'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const

export type PatchContentType = keyof typeof patchTypes

/** What asks for a Table, and takes whole objects where the server has none. */
export const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json'
const discoveryAccept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json'

/** `/apis/apps/v1/namespaces/default/deployments/web/scale?dryRun=All` with the query's names sorted, as Go sorts them. */
export const resourcePath = (
  resource: Resource,
  namespace: string | undefined,
  name?: string,
  subresource?: string,
  query: Query = {},
): string => {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`
  const scope = resource.namespaced && namespace ? `/namespaces/${namespace}` : ''
  return `${root}${scope}/${resource.plural}${name ? `/${name}` : ''}${subresource ? `/${subresource}` : ''}${queryText(query)}`
}

export const queryText = (query: Query): string => {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)] as const)).toString()}`
}

/** `(get namespaces)`: what client-go adds of the request to a message of its own making. */
const requestText = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string => {
  const match = /^\/(?:api|apis\/([^/]+))\/[^/?]+\/(?:namespaces\/[^/?]+\/)?([^/?]+)(?:\/([^/?]+))?/.exec(path)
  if (!match) return ''
  const [, group, plural, name] = match
  return ` (${[method.toLowerCase(), group === undefined ? plural : `${plural}.${group}`, ...(name === undefined ? [] : [name])].join(' ')})`
}

const statusOf = (request: Pick<HttpRequest, 'method' | 'path'>, response: HttpResponse): StatusBody => {
  let body = response.body
  if (typeof body === 'string' && body.startsWith('{')) {
    try {
      body = JSON.parse(body)
    } catch {
      body = undefined
    }
  }
  if (isStatus(body)) return body
  const known: Readonly<Record<number, readonly [string, string]>> = {
    400: ['BadRequest', 'the server rejected our request for an unknown reason'],
    401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
    403: ['Forbidden', typeof response.body === 'string' && response.body ? response.body.trim() : 'unknown'],
    404: ['NotFound', 'the server could not find the requested resource'],
    405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
    503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  }
  const [reason, message] = known[response.status] ?? [
    'InternalError',
    `an error on the server (${JSON.stringify(String(response.body ?? 'unknown').trim())}) has prevented the request from succeeding`,
  ]
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason,
    message: message + requestText(request),
    code: response.status,
  }
}

const warningTexts = (header: string): readonly string[] =>
  [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!.replace(/\\(.)/g, '$1'))

export interface SessionOptions {
  readonly process: Process
  readonly endpoint: Endpoint
  readonly config: ClientConfig
  readonly verbosity: number
  readonly cacheFile: string
  /** True if the discovery cache on disk is fresh: then no request is made for groups and resources. */
  readonly discoveryCached: boolean
  /** Says nothing of the server's warnings. */
  readonly quiet?: boolean
}

/** The connection of one invocation to its API server: every request is answered at once. */
export class KubectlSession {
  readonly #options: SessionOptions
  readonly #headers: Readonly<Record<string, string>>
  readonly #warned = new Set<string>()
  #mapper: ResourceMapper | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { config } = options
    const basic = config.basic ? `Basic ${toBase64(encode(`${config.basic.username}:${config.basic.password}`))}` : undefined
    const authorization = config.token && !config.certificate ? `Bearer ${config.token}` : config.token ? `Bearer ${config.token}` : basic
    this.#headers = {
      'user-agent': 'kubectl/v1.35.6 (linux/amd64) kubernetes/bottle',
      ...(authorization ? { authorization } : {}),
      ...(config.impersonate.user ? { 'impersonate-user': config.impersonate.user } : {}),
      ...(config.impersonate.groups.length > 0 ? { 'impersonate-group': config.impersonate.groups.join(',') } : {}),
      ...(config.impersonate.uid ? { 'impersonate-uid': config.impersonate.uid } : {}),
    }
  }

  get server(): string {
    return this.#options.config.server
  }

  /** How many warnings the server sent so far: for --warnings-as-errors. */
  get warnings(): number {
    return this.#warned.size
  }

  /** Any request, credentials added; throws ApiError for a status of 400 and above, ConnectionError if the server went away. */
  request(request: Omit<HttpRequest, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }): HttpResponse {
    const { endpoint } = this.#options
    const headers = {
      accept: 'application/json',
      ...this.#headers,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    }
    // A server that speaks TLS answers plain HTTP with this and no more.
    if (endpoint.listener.tls && this.server.startsWith('http:'))
      throw new ApiError(statusOf(request, { status: 400, headers: {}, body: 'Client sent an HTTP request to an HTTPS server.\n' }))
    let response: HttpResponse
    try {
      response = endpoint.request({ ...request, path: splitServer(this.server).prefix + request.path, headers })
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      const verb = request.method[0]! + request.method.slice(1).toLowerCase()
      const { remote } = endpoint
      throw new ConnectionError(
        verb,
        this.server + request.path,
        `dial tcp ${remote.address}:${remote.port}: connect: ${error.message.toLowerCase()}`,
      )
    }
    this.#log(request, response)
    const warning = response.headers['warning']
    if (warning) for (const text of warningTexts(warning)) this.#warn(text)
    if (response.status >= 400) throw new ApiError(statusOf(request, response))
    return response
  }

  #log(request: { readonly method: string; readonly path: string }, response: HttpResponse): void {
    const { process, verbosity } = this.#options
    if (verbosity < 6) return
    const reasons: Readonly<Record<number, string>> = {
      200: '200 OK',
      201: '201 Created',
      404: '404 Not Found',
      403: '403 Forbidden',
      409: '409 Conflict',
      401: '401 Unauthorized',
      422: '422 Unprocessable Entity',
    }
    const text = `"Response" verb="${request.method}" url="${this.server}${request.path}" status="${reasons[response.status] ?? response.status}" milliseconds=1`
    void process.printError(klogLine(process, 'I', 'round_trippers.go:632', text))
  }

  #warn(text: string): void {
    if (this.#warned.has(text)) return
    this.#warned.add(text)
    if (!this.#options.quiet) void this.#options.process.printError(`Warning: ${text}\n`)
  }

  /** The body of a GET. */
  getPath(path: string, accept?: string): unknown {
    return this.request({ method: 'GET', path, ...(accept ? { headers: { accept } } : {}) }).body
  }

  /** Asks for the server's groups and resources now, not only when they are needed. */
  discover(): void {
    this.#mapper ??= new ResourceMapper(this.#discover())
  }

  get mapper(): ResourceMapper {
    return (this.#mapper ??= new ResourceMapper(this.#discover()))
  }

  #discover(): ReturnType<typeof readAggregated> {
    const core = this.#discoveryDocument('/api')
    const groups = this.#discoveryDocument('/apis')
    this.#writeCache()
    if (textAt(core, 'kind') === 'APIGroupDiscoveryList') return readAggregated([core, groups])
    const versions = at(core, 'versions')
    const coreVersions = Array.isArray(versions) ? (versions as readonly string[]) : []
    const named = listAt(groups, 'groups').map((group) => ({
      name: textAt(group, 'name'),
      versions: listAt(group, 'versions').map((version) => textAt(version, 'version')),
      preferred: textAt(group, 'preferredVersion', 'version'),
    }))
    const all = [{ name: '', versions: coreVersions, preferred: coreVersions[0] ?? '' }, ...named]
    const path = (group: string, version: string) => (group === '' ? `/api/${version}` : `/apis/${group}/${version}`)
    return {
      groups: all,
      resources: all.flatMap((group) =>
        group.versions.flatMap((version) => readResourceList(group.name, version, this.getPath(path(group.name, version)))),
      ),
    }
  }

  /**
   * @simplified: the cache on disk is only a sign; what it would hold is asked of the server, but not as a request that can be seen.
   */
  #discoveryDocument(path: string): unknown {
    const { endpoint, discoveryCached } = this.#options
    if (!discoveryCached) return this.getPath(path, discoveryAccept)
    const response = endpoint.request({ method: 'GET', path, headers: { ...this.#headers, accept: discoveryAccept } })
    if (response.status >= 400) throw new ApiError(statusOf({ method: 'GET', path }, response))
    return response.body
  }

  /** Leaves the sign of kubectl's discovery cache on disk: with it kubectl does not look for groups again for six hours. */
  #writeCache(): void {
    const { process, cacheFile } = this.#options
    if (cacheFile === '' || process.files.exists(cacheFile)) return
    try {
      process.files.mkdir(cacheFile.replace(/\/[^/]*$/, ''), { parents: true, mode: 0o750 })
      process.files.write(cacheFile, '{"kind":"APIGroupList","apiVersion":"v1","groups":[]}\n', { mode: 0o660 })
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
    }
  }

  resolve(text: string): Resource {
    return this.mapper.resolve(text)
  }

  get(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    options: { readonly subresource?: string; readonly accept?: string } = {},
  ): LooseObject {
    return this.getPath(resourcePath(resource, namespace, name, options.subresource), options.accept) as LooseObject
  }

  /** Lists, by pages of `limit` where it is given; the pages' items (or rows) are joined. */
  list(resource: Resource, namespace: string | undefined, query: Query = {}, accept?: string): LooseList {
    const first = this.getPath(resourcePath(resource, namespace, undefined, undefined, query), accept) as LooseList
    const key = first.kind === 'Table' ? 'rows' : 'items'
    let more = textAt(first, 'metadata', 'continue')
    if (more === '') return first
    const items = [...listAt(first, key)]
    while (more !== '') {
      const page = this.getPath(resourcePath(resource, namespace, undefined, undefined, { ...query, continue: more }), accept)
      items.push(...listAt(page, key))
      more = textAt(page, 'metadata', 'continue')
    }
    const metadata = { ...first.metadata }
    delete metadata['continue']
    delete metadata['remainingItemCount']
    return { ...first, metadata, [key]: items }
  }

  /** As list, for what the person selected: a refusal says what was looked for (cli-runtime's Selector). */
  select(resource: Resource, namespace: string | undefined, query: Query = {}, accept?: string): LooseList {
    try {
      return this.list(resource, namespace, query, accept)
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== 400 && error.code !== 404)) throw error
      const what = JSON.stringify(`${resource.group}/${resource.version}, Resource=${resource.plural}`)
      const labels = JSON.stringify(String(query['labelSelector'] ?? ''))
      const fields = JSON.stringify(String(query['fieldSelector'] ?? ''))
      const looked =
        labels === '""' && fields === '""'
          ? `Unable to list ${what}`
          : `Unable to find ${what} that match label selector ${labels}, field selector ${fields}`
      throw new ApiError({ ...error.status, message: `${looked}: ${error.message}` })
    }
  }

  create(resource: Resource, namespace: string | undefined, object: LooseObject, query: Query = {}): LooseObject {
    return this.request({ method: 'POST', path: resourcePath(resource, namespace, undefined, undefined, query), body: object })
      .body as LooseObject
  }

  /** POST to a subresource (`eviction`, `token`). */
  post(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    subresource: string,
    body: unknown,
    query: Query = {},
  ): LooseObject {
    return this.request({ method: 'POST', path: resourcePath(resource, namespace, name, subresource, query), body }).body as LooseObject
  }

  update(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    object: LooseObject,
    query: Query = {},
    subresource?: string,
  ): LooseObject {
    return this.request({ method: 'PUT', path: resourcePath(resource, namespace, name, subresource, query), body: object })
      .body as LooseObject
  }

  /** `body` is the patch itself (an object, or an array for a JSON patch). */
  patch(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    type: PatchContentType,
    body: unknown,
    query: Query = {},
    subresource?: string,
  ): LooseObject {
    const path = resourcePath(resource, namespace, name, subresource, query)
    return this.request({ method: 'PATCH', path, body, headers: { 'content-type': patchTypes[type] } }).body as LooseObject
  }

  /** `body` is a DeleteOptions; answers the Status, or the object that is on its way out. */
  delete(resource: Resource, namespace: string | undefined, name: string, body?: LooseObject, query: Query = {}): LooseObject {
    return this.request({ method: 'DELETE', path: resourcePath(resource, namespace, name, undefined, query), ...(body ? { body } : {}) })
      .body as LooseObject
  }

  /** Watches; events wait in the stream until they are asked for. */
  watch(resource: Resource, namespace: string | undefined, query: Query = {}, accept?: string): WatchStream {
    const path = resourcePath(resource, namespace, undefined, undefined, { watch: true, ...query })
    const response = this.request({ method: 'GET', path, ...(accept ? { headers: { accept } } : {}) })
    return new WatchStream(this.#options.process, response)
  }

  onClose(run: () => void): Cancel {
    return this.#options.endpoint.onClose(run)
  }

  /** The apiVersion of a resource, for those who build objects. */
  apiVersionOf(resource: Resource): string {
    return apiVersionOf(resource)
  }
}
