import { UsageError } from '../../../../base/index.ts'
import type { JsonObject } from '../../../../api/index.ts'
import { flag } from '../../../flags/write-flags.ts'
import { knownResource } from '../../../known-resource.ts'
import { isSubdomain } from '../../../name-rules.ts'
import type { FlagValues } from '../../../verb.ts'
import { serviceObject, type ServiceOptions } from '../service-object.ts'

export const serviceResource = knownResource('v1', 'Service', 'services')

export const tcpFlag = flag.list('tcp', 'A pair of ports, `<port>:<targetPort>`.')

/** Checks what the flags of `create service` say together, and makes the Service. */
export const serviceFromFlags = (
  flags: FlagValues,
  name: string,
  namespace: string | undefined,
  type: ServiceOptions['type'],
  more: Pick<ServiceOptions, 'clusterIP' | 'nodePort' | 'externalName'>,
): JsonObject => {
  const tcp = flags.list('tcp')
  if (more.clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName')
    throw new UsageError('at least one tcp port specifier must be provided')
  if (type === 'ExternalName' && !isSubdomain(more.externalName ?? ''))
    throw new UsageError(`invalid service external name ${more.externalName}`)
  return serviceObject({ name, type, tcp, ...more, ...(namespace === undefined ? {} : { namespace }) })
}
