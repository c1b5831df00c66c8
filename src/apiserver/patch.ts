import type { HttpResponse } from '../machine/index.ts'
import type { ResourceCall } from './context.ts'
import { methodNotAllowed } from './status.ts'

export const handlePatch = (_call: ResourceCall): HttpResponse => {
  throw methodNotAllowed()
}
