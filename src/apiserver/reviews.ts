import type { JsonObject } from '../api/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import { timestamp } from './meta.ts'
import { authenticate } from './authenticate.ts'
import { allowedBy, isAllowed } from './authorise.ts'
import { parseBody } from './body.ts'
import type { Call, RequestInfo, RequestVerb, User } from './context.ts'
import { answer } from './http.ts'
import type { Registry } from './registry.ts'
import { methodNotAllowed } from './status.ts'

interface Attributes {
  readonly resourceAttributes?: {
    readonly namespace?: string
    readonly verb?: string
    readonly group?: string
    readonly resource?: string
    readonly subresource?: string
    readonly name?: string
  }
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string }
  readonly user?: string
  readonly groups?: readonly string[]
}

/** Answers resources that are questions to the server: who am I, may I. Undefined if the path is none of them. */
export const review = (call: Call): HttpResponse | undefined => {
  const { resource, verb } = call.info
  const handler = resource && handlers[`${resource.group}/${resource.plural}`]
  if (!handler) return undefined
  if (verb !== 'create') throw methodNotAllowed()
  const body = parseBody(call.request).value as JsonObject
  return answer(handler(call, body), 201)
}

const createdNow = (call: Call) => ({ creationTimestamp: timestamp(call.server.clock.now) })

const accessReview =
  (kind: string, whose: (call: Call, spec: Attributes) => User) =>
  (call: Call, body: JsonObject): object => {
    const spec = (body.spec ?? {}) as object as Attributes
    const user = whose(call, spec)
    const allowed = isAllowed(user, infoOf(call.server.registry, spec))
    const reason = allowed ? allowedBy(user) : undefined
    return {
      kind,
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: body.spec ?? {},
      status: { allowed, ...(reason === undefined ? {} : { reason }) },
    }
  }

const self = (call: Call): User => call.user
const other = (_call: Call, spec: Attributes): User => ({ name: spec.user ?? '', groups: spec.groups ?? [] })

const handlers: Readonly<Record<string, (call: Call, body: JsonObject) => object>> = {
  'authentication.k8s.io/selfsubjectreviews': (call) => ({
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: createdNow(call),
    status: { userInfo: userInfo(call.user) },
  }),
  'authentication.k8s.io/tokenreviews': (call, body) => {
    const token = (body.spec as { readonly token?: string } | undefined)?.token ?? ''
    return {
      kind: 'TokenReview',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: {},
      spec: body.spec ?? {},
      status: tokenStatus(call, token),
    }
  },
  'authorization.k8s.io/selfsubjectaccessreviews': accessReview('SelfSubjectAccessReview', self),
  'authorization.k8s.io/subjectaccessreviews': accessReview('SubjectAccessReview', other),
  'authorization.k8s.io/localsubjectaccessreviews': accessReview('LocalSubjectAccessReview', other),
}

const userInfo = ({ name, uid, groups, extra }: User) => ({ username: name, ...(uid ? { uid } : {}), groups, ...(extra ? { extra } : {}) })

const tokenStatus = (call: Call, token: string): object => {
  try {
    const user = authenticate(call.server, { ...call.request, headers: { authorization: `Bearer ${token}` } }, { address: '', port: 0 })
    return { authenticated: true, user: userInfo(user), audiences: [call.server.serviceAccounts?.issuer] }
  } catch {
    return { user: {}, error: 'invalid bearer token' }
  }
}

const infoOf = (registry: Registry, { resourceAttributes: asked, nonResourceAttributes: plain }: Attributes): RequestInfo => {
  const query = new URLSearchParams()
  if (!asked) return { verb: (plain?.verb ?? '') as RequestVerb, path: plain?.path ?? '', query }
  const { group = '', resource: plural = '', namespace, name, subresource, verb = '' } = asked
  const kind = registry.findAny(group, plural)
  return {
    verb: verb as RequestVerb,
    path: '',
    query,
    resource: {
      group,
      version: kind?.version ?? '',
      plural,
      ...(namespace ? { namespace } : {}),
      ...(name ? { name } : {}),
      ...(subresource ? { subresource } : {}),
      ...(kind ? { kind } : {}),
    },
  }
}
