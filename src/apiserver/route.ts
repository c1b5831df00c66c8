import type { RequestInfo, RequestVerb } from './context.ts'
import type { Registry } from './registry.ts'

const verbs: Readonly<Record<string, RequestVerb>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** Subresources of namespaces; any other word there is a kind of object in the namespace. */
const namespaceSubresources = new Set(['status', 'finalize'])

/** Shared by all requests without one; nobody changes it. */
const noQuery = new URLSearchParams('')

/** Says what a request asks for (`apiserver/pkg/endpoints/request/requestinfo.go`). */
export const route = (registry: Registry, method: string, target: string): RequestInfo => {
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? noQuery : new URLSearchParams(target.slice(mark + 1))
  const plain: RequestInfo = { verb: method.toLowerCase() as RequestVerb, path, query }
  const written = path.split('/').filter((part) => part !== '')
  const parts = path.includes('%') ? written.map(decodeURIComponent) : written
  const inCore = parts[0] === 'api'
  if (!(inCore && parts.length >= 3) && !(parts[0] === 'apis' && parts.length >= 4)) return plain
  const group = inCore ? '' : parts[1]!
  const version = parts[inCore ? 1 : 2]!
  let rest = parts.slice(inCore ? 2 : 3)
  const watchPath = rest[0] === 'watch' && rest.length > 1
  if (watchPath) rest = rest.slice(1)
  let namespace: string | undefined
  if (rest[0] === 'namespaces' && rest.length > 1) {
    namespace = rest[1]!
    if (rest.length > 2 && !namespaceSubresources.has(rest[2]!)) rest = rest.slice(2)
  }
  const [plural, name, subresource, ...after] = rest
  if (plural === 'namespaces') namespace = undefined
  const kind = registry.find(group, version, plural!)
  return {
    path,
    query,
    verb: resourceVerb(method, name, watchPath || isTrue(query.get('watch'))),
    resource: {
      group,
      version,
      plural: plural!,
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
      ...(after.length === 0 ? {} : { rest: after.join('/') }),
      ...(kind ? { kind } : {}),
    },
  }
}

const resourceVerb = (method: string, name: string | undefined, watch: boolean): RequestVerb => {
  const verb = verbs[method] ?? (method.toLowerCase() as RequestVerb)
  if (verb === 'get' && watch) return 'watch'
  if (name !== undefined) return verb
  if (verb === 'get') return 'list'
  return verb === 'delete' ? 'deletecollection' : verb
}

export const isTrue = (value: string | null): boolean => value !== null && value !== 'false' && value !== '0'
