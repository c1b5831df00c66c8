import type { Resource } from '../discovery.ts'
import type { LooseObject } from '../object.ts'
import type { KubectlSession } from '../session.ts'
import type { Description } from './description.ts'

export interface DescribeContext {
  readonly session: KubectlSession
  /** Virtual time, for ages. */
  readonly now: number
  readonly showEvents: boolean
  readonly resource: Resource
}

/** Describes objects of one kind; one file each. */
export interface Describer {
  /** `Pod`, or `Deployment.apps`. */
  readonly kind: string
  describe(object: LooseObject, write: Description, context: DescribeContext): void
}
