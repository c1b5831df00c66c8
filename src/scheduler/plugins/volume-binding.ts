import type { KubeObject } from '../../api/index.ts'
import type { Cluster } from '../cluster.ts'
import type { PodInfo } from '../pod-info.ts'
import type { Plugin, Rejection } from '../plugin.ts'

const claimNames = ({ pod }: PodInfo): readonly string[] =>
  (pod.spec?.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [volume.persistentVolumeClaim.claimName]
    return volume.ephemeral ? [`${pod.metadata.name}-${volume.name}`] : []
  })

interface Claim extends KubeObject {
  readonly spec?: { readonly volumeName?: string }
  readonly status?: { readonly phase?: string }
}

const objection = (info: PodInfo, cluster: Cluster): Rejection | undefined => {
  let unbound = false
  for (const name of claimNames(info)) {
    const claim: Claim | undefined = cluster.lookups.claim(info.namespace, name)
    if (!claim) return { reasons: [`persistentvolumeclaim "${name}" not found`], unresolvable: true }
    if (claim.status?.phase === 'Lost')
      return {
        reasons: [`persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`],
        unresolvable: true,
      }
    if (claim.metadata.deletionTimestamp !== undefined)
      return { reasons: [`persistentvolumeclaim "${name}" is being deleted`], unresolvable: true }
    if (!claim.spec?.volumeName || claim.status?.phase !== 'Bound') unbound = true
  }
  return unbound ? { reasons: ['pod has unbound immediate PersistentVolumeClaims'], unresolvable: true } : undefined
}

/**
 * Holds Pods back until their claims are bound.
 * @simplified: claims are bound by the volume controller alone; classes that wait for the first consumer come with storage.
 */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  prepare: (info, cluster) => {
    const rejection = objection(info, cluster)
    return rejection && { rejection }
  },
  mayHelp: ({ what }) => what === 'storage',
}
