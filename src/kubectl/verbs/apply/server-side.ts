import { ApiError, UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import type { ObjectInfo } from '../../action.ts'
import type { Query } from '../../session.ts'
import type { Invocation } from '../../verb.ts'
import type { Applied } from './client-side.ts'

const advice = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`

/**
 * Lets the server merge the object.
 * @simplified: fields that client-side apply managed are not handed over to server-side apply
 */
export const applyOnServer = async (
  invocation: Invocation,
  info: ObjectInfo,
  query: Query,
  subresource: string | undefined,
): Promise<Applied> => {
  const session = await invocation.connect()
  const force = invocation.flags.boolean('force-conflicts')
  try {
    const object = session.patch(info.resource, info.namespace, info.name, 'apply', info.object, { ...query, force }, subresource)
    return { object: object as JsonObject, operation: 'serverside-applied' }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 415) throw new UsageError(`Server-side apply not available on the server: (${error.message})`)
    if (error.reason === 'Conflict') throw new UsageError(`${error.message}\n${advice}`)
    throw error
  }
}
