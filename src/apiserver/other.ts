import type { HttpResponse } from '../machine/index.ts'
import type { Call } from './context.ts'
import { pageNotFound } from './http.ts'
import { unknownResource } from './status.ts'

/** Paths that are no resource of a served kind. */
export const handleOther = (call: Call): HttpResponse => {
  const { resource } = call.info
  if (resource && call.server.registry.hasGroup(resource.group)) throw unknownResource()
  return pageNotFound()
}
