import { UsageError } from '../../../base/index.ts'
import type { Invocation } from '../../verb.ts'

/** --local cannot ask the server for what arguments name (resource.LocalResourceError). */
export const refuseLocalArguments = ({ flags }: Invocation, resources: readonly string[]): void => {
  if (flags.boolean('local') && resources.length > 0) {
    throw new UsageError(
      "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
    )
  }
}
