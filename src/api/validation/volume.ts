import type { KeyToPath, Volume } from '../generated/types.ts'
import { duplicate, forbidden, invalid, invalids, none, notSupported, required, type FieldErrors } from './errors.ts'
import { dnsLabelProblems } from './names.ts'

const hostPathTypes = ['', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice']

const validateMode = (mode: number | undefined, field: string): FieldErrors =>
  mode !== undefined && (mode < 0 || mode > 0o777)
    ? [invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : none

const validateItems = (items: readonly KeyToPath[] | undefined, field: string): FieldErrors =>
  (items ?? []).flatMap((item, index) => {
    const path = `${field}[${index}]`
    return [
      ...(item.key ? none : [required(`${path}.key`)]),
      ...(item.path ? none : [required(`${path}.path`)]),
      ...(item.path?.startsWith('/') ? [invalid(`${path}.path`, item.path, 'must be a relative path')] : none),
      ...(item.path?.split('/').includes('..') ? [invalid(`${path}.path`, item.path, "must not contain '..'")] : none),
      ...validateMode(item.mode, `${path}.mode`),
    ]
  })

type Rule = (volume: Volume, field: string) => FieldErrors
const sources: readonly (readonly [Exclude<keyof Volume, 'name'>, Rule])[] = [
  ['emptyDir', () => none],
  [
    'hostPath',
    ({ hostPath }, field) => [
      ...(hostPath!.path ? none : [required(`${field}.path`)]),
      ...(hostPath!.path?.split('/').includes('..') ? [invalid(`${field}.path`, hostPath!.path, "must not contain '..'")] : none),
      ...(hostPathTypes.includes(hostPath!.type ?? '') ? none : [notSupported(`${field}.type`, hostPath!.type, [...hostPathTypes].sort())]),
    ],
  ],
  [
    'secret',
    ({ secret }, field) => [
      ...(secret!.secretName ? none : [required(`${field}.secretName`)]),
      ...validateMode(secret!.defaultMode, `${field}.defaultMode`),
      ...validateItems(secret!.items, `${field}.items`),
    ],
  ],
  [
    'nfs',
    ({ nfs }, field) => [...(nfs!.server ? none : [required(`${field}.server`)]), ...(nfs!.path ? none : [required(`${field}.path`)])],
  ],
  [
    'persistentVolumeClaim',
    ({ persistentVolumeClaim }, field) => (persistentVolumeClaim!.claimName ? none : [required(`${field}.claimName`)]),
  ],
  [
    'configMap',
    ({ configMap }, field) => [
      ...(configMap!.name ? none : [required(`${field}.name`)]),
      ...validateMode(configMap!.defaultMode, `${field}.defaultMode`),
      ...validateItems(configMap!.items, `${field}.items`),
    ],
  ],
  ['downwardAPI', () => none],
  ['projected', () => none],
  ['csi', ({ csi }, field) => (csi!.driver ? none : [required(`${field}.driver`)])],
  ['ephemeral', () => none],
  ['image', () => none],
  ['iscsi', () => none],
]

const validateSource = (volume: Volume, field: string): FieldErrors => {
  const given = sources.filter(([name]) => volume[name] !== undefined)
  if (given.length === 0) return Object.keys(volume).length > 1 ? none : [required(field, 'must specify a volume type')]
  return given.flatMap(([name, rule], index) =>
    index > 0 ? [forbidden(`${field}.${name}`, 'may not specify more than 1 volume type')] : rule(volume, `${field}.${name}`),
  )
}

/** Validates a Pod's volumes; the names are those that mounts may use. */
export const validateVolumes = (
  volumes: readonly Volume[] | undefined,
  field: string,
): { readonly errors: FieldErrors; readonly names: ReadonlySet<string> } => {
  const names = new Set<string>()
  const errors = (volumes ?? []).flatMap((volume, index) => {
    const path = `${field}[${index}]`
    const wrong = [...validateSource(volume, path)]
    if (!volume.name) wrong.push(required(`${path}.name`))
    else wrong.push(...invalids(`${path}.name`, volume.name, dnsLabelProblems(volume.name)))
    if (names.has(volume.name)) wrong.push(duplicate(`${path}.name`, volume.name))
    names.add(volume.name)
    return wrong
  })
  return { errors, names }
}
