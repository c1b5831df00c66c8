import { UsageError } from '../../../base/index.ts'
import type { LooseObject } from '../../object.ts'
import { podsOf } from '../../pods-of.ts'
import { findResources } from '../../resources.ts'
import type { Invocation } from '../../verb.ts'

/** Complains as the real command does about its arguments and about objects that are not there, then says that the rest is missing. */
export const notBuilt =
  (check: (invocation: Invocation) => void | Promise<unknown> = () => undefined) =>
  async (invocation: Invocation): Promise<number> => {
    await check(invocation)
    throw new UsageError(`Bottleship does not have ${JSON.stringify(invocation.path.join(' '))} yet`)
  }

/** The Pod that POD or TYPE/NAME leads to; throws what the server says of one that is not there. */
export const requirePod = async (invocation: Invocation, target: string): Promise<LooseObject> => {
  const { infos } = await findResources(invocation, { args: target.includes('/') ? [target] : ['pods', target] })
  const [pod] = podsOf(await invocation.connect(), infos[0]!)
  if (!pod) throw new UsageError('timed out waiting for the condition')
  return pod
}
