import { at, listAt, textAt, type LooseObject } from '../object.ts'
import type { Description } from './description.ts'
import { or } from './parts.ts'

type Row = readonly [string, string]

const optional = (source: unknown): string => String(at(source, 'optional') === true)

const downwardItems = (items: readonly LooseObject[]): readonly string[] =>
  items.map((item) => `${textAt(item, 'fieldRef', 'fieldPath') || textAt(item, 'resourceFieldRef', 'resource')} -> ${textAt(item, 'path')}`)

const projectedRows = (source: unknown): readonly Row[] =>
  listAt(source, 'sources').flatMap((projection): readonly Row[] => {
    const secret = at(projection, 'secret')
    const configMap = at(projection, 'configMap')
    const token = at(projection, 'serviceAccountToken')
    if (secret)
      return [
        ['SecretName:', textAt(secret, 'name')],
        ['Optional:', optional(secret)],
      ]
    if (at(projection, 'downwardAPI')) return [['DownwardAPI:', 'true']]
    if (configMap)
      return [
        ['ConfigMapName:', textAt(configMap, 'name')],
        ['Optional:', optional(configMap)],
      ]
    return token ? [['TokenExpirationSeconds:', textAt(token, 'expirationSeconds')]] : []
  })

const rowsOf = (volume: LooseObject): { readonly rows: readonly Row[]; readonly items?: readonly string[] } => {
  const of = (name: string) => at(volume, name)
  const hostPath = of('hostPath')
  if (hostPath)
    return {
      rows: [
        ['Type:', 'HostPath (bare host directory volume)'],
        ['Path:', textAt(hostPath, 'path')],
        ['HostPathType:', textAt(hostPath, 'type')],
      ],
    }
  const emptyDir = of('emptyDir')
  if (emptyDir)
    return {
      rows: [
        ['Type:', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
        ['Medium:', textAt(emptyDir, 'medium')],
        ['SizeLimit:', or(at(emptyDir, 'sizeLimit'), '<unset>')],
      ],
    }
  const secret = of('secret')
  if (secret)
    return {
      rows: [
        ['Type:', 'Secret (a volume populated by a Secret)'],
        ['SecretName:', textAt(secret, 'secretName')],
        ['Optional:', optional(secret)],
      ],
    }
  const configMap = of('configMap')
  if (configMap)
    return {
      rows: [
        ['Type:', 'ConfigMap (a volume populated by a ConfigMap)'],
        ['Name:', textAt(configMap, 'name')],
        ['Optional:', optional(configMap)],
      ],
    }
  const claim = of('persistentVolumeClaim')
  if (claim) {
    const type = 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'
    return {
      rows: [
        ['Type:', type],
        ['ClaimName:', textAt(claim, 'claimName')],
        ['ReadOnly:', String(at(claim, 'readOnly') === true)],
      ],
    }
  }
  const downward = of('downwardAPI')
  if (downward)
    return {
      rows: [['Type:', 'DownwardAPI (a volume populated by information about the pod)']],
      items: downwardItems(listAt(downward, 'items')),
    }
  const projected = of('projected')
  if (projected)
    return { rows: [['Type:', 'Projected (a volume that contains injected data from multiple sources)'], ...projectedRows(projected)] }
  const nfs = of('nfs')
  if (nfs) {
    const rows: readonly Row[] = [
      ['Server:', textAt(nfs, 'server')],
      ['Path:', textAt(nfs, 'path')],
      ['ReadOnly:', String(at(nfs, 'readOnly') === true)],
    ]
    return { rows: [['Type:', 'NFS (an NFS mount that lasts the lifetime of a pod)'], ...rows] }
  }
  return { rows: [] }
}

/** What a volume is made of, a line for each fact. */
export const writeVolumeSource = (write: Description, volume: LooseObject): void => {
  const { rows, items } = rowsOf(volume)
  if (rows.length === 0) write.line(2, '<unknown>')
  for (const row of rows) write.line(2, ...row)
  if (items) {
    write.line(2, 'Items:')
    for (const item of items) write.line(3, item)
  }
}

/** `Volumes:` of a Pod or template. */
export const writeVolumes = (write: Description, volumes: readonly LooseObject[], space: string): void => {
  if (volumes.length === 0) return write.line(0, `${space}Volumes:`, '<none>')
  write.line(0, `${space}Volumes:`)
  for (const volume of volumes) {
    write.line(0, `${space === '' ? '  ' : '   '}${textAt(volume, 'name')}:`)
    writeVolumeSource(write, volume)
  }
}
