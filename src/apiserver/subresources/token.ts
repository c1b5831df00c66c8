import type { JsonObject } from '../../api/index.ts'
import { uuid } from '../../base/index.ts'
import type { HttpResponse } from '../../machine/index.ts'
import { signToken } from '../../pki/index.ts'
import { parseBody } from '../body.ts'
import type { ResourceCall } from '../context.ts'
import { answer } from '../http.ts'
import { timestamp, tidyMeta } from '../meta.ts'
import { internalError, invalid, methodNotAllowed } from '../status.ts'
import { mustFind } from '../update.ts'

const shortest = 600
const usual = 3600

/** POST to `serviceaccounts/token`: a token of the account, bound to a Pod if asked. */
export const token = (call: ResourceCall): HttpResponse => {
  if (call.info.verb !== 'create') throw methodNotAllowed()
  const { serviceAccounts, clock, seed } = call.server
  if (!serviceAccounts) throw internalError('the server has no key to sign tokens with')
  const account = mustFind(call)
  const { spec = {} } = parseBody(call.request).value as { readonly spec?: JsonObject }
  const audiences = (spec.audiences as readonly string[] | undefined) ?? [serviceAccounts.issuer]
  const seconds = (spec.expirationSeconds as number | undefined) ?? usual
  if (seconds < shortest) {
    const message = `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [
      { field: 'spec.expirationSeconds', reason: 'FieldValueInvalid', message },
    ])
  }
  const bound = spec.boundObjectRef as { readonly kind: string; readonly name: string; readonly uid: string } | undefined
  const now = Math.floor(clock.now / 1000)
  const { name, namespace, uid } = account.metadata
  const claims = {
    aud: audiences,
    exp: now + seconds,
    iat: now,
    iss: serviceAccounts.issuer,
    jti: uuid(seed, 'token', namespace ?? '', name, clock.now, call.store.revision),
    'kubernetes.io': {
      namespace,
      ...(bound?.kind === 'Pod' ? { pod: { name: bound.name, uid: bound.uid } } : {}),
      serviceaccount: { name, uid },
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
  }
  const status = { token: signToken(claims, serviceAccounts.signingKey), expirationTimestamp: timestamp((now + seconds) * 1000) }
  const metadata = tidyMeta({ name, ...(namespace ? { namespace } : {}), creationTimestamp: timestamp(clock.now) })
  const asked = { audiences, expirationSeconds: seconds, boundObjectRef: bound ?? null }
  return answer({ kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata, spec: asked, status }, 201)
}
