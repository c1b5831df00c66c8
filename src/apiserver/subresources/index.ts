import type { HttpResponse } from '../../machine/index.ts'
import type { ResourceCall } from '../context.ts'

/** Answers requests to one subresource, by its name in the path. */
export const subresources: Readonly<Record<string, (call: ResourceCall) => HttpResponse>> = {}
