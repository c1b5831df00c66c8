import type { Namespace } from '../../api/index.ts'
import type { HttpResponse } from '../../machine/index.ts'
import type { ResourceCall } from '../context.ts'
import { decodeBody } from '../decode.ts'
import { present } from '../negotiate.ts'
import { readFieldValidation } from '../options.ts'
import { methodNotAllowed } from '../status.ts'
import { mustFitPath, changeObject } from '../update.ts'

/** PUT to `namespaces/finalize`: changes spec.finalizers, and nothing else. */
export const finalize = (call: ResourceCall): HttpResponse => {
  if (call.info.verb !== 'update') throw methodNotAllowed()
  const wanted = decodeBody(call, call.kind, readFieldValidation(call.info.query, 'UpdateOptions')) as Namespace
  mustFitPath(call, wanted)
  return present(
    call,
    changeObject(call, (current) => {
      const namespace = current as Namespace
      const finalizers = wanted.spec?.finalizers ?? []
      const { resourceVersion = '' } = wanted.metadata
      return { ...namespace, metadata: { ...namespace.metadata, resourceVersion }, spec: { ...namespace.spec, finalizers } }
    }),
  )
}
