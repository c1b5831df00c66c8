import { compareQuantity, formatQuantity, parseQuantity } from '../../base/index.ts'
import type { ResourceRequirements } from '../generated/types.ts'
import { invalid, invalids, none, required, type FieldErrors } from './errors.ts'
import { labelKeyProblems } from './names.ts'

const ofContainers = new Set(['cpu', 'memory', 'ephemeral-storage'])
const standard = new Set([
  ...ofContainers,
  'pods',
  'storage',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'services',
  'secrets',
  'configmaps',
  'resourcequotas',
  'replicationcontrollers',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
])
const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
const mayOvercommit = (name: string): boolean => isNative(name) && !isHugePages(name)
const billion = 1_000_000_000n

const validateName = (name: string, field: string): FieldErrors => {
  const wrong = labelKeyProblems(name)
  if (wrong.length > 0) return invalids(field, name, wrong)
  if (name.includes('/') || ofContainers.has(name) || isHugePages(name)) return none
  return [
    ...(standard.has(name) ? none : [invalid(field, name, 'must be a standard resource type or fully qualified')]),
    invalid(field, name, 'must be a standard resource for containers'),
  ]
}

const validateAmount = (name: string, amount: string, field: string): FieldErrors => {
  if (compareQuantity(amount, 0) < 0) return [invalid(field, formatQuantity(amount), 'must be greater than or equal to 0')]
  return !isNative(name) && parseQuantity(amount).nano % billion !== 0n
    ? [invalid(field, formatQuantity(amount), 'must be an integer')]
    : none
}

const entries = (amounts: Readonly<Record<string, string>> | undefined): readonly (readonly [string, string])[] =>
  Object.entries(amounts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))

const validateAmounts = (amounts: Readonly<Record<string, string>> | undefined, field: string): FieldErrors =>
  entries(amounts).flatMap(([name, amount]) => [
    ...validateName(name, `${field}[${name}]`),
    ...validateAmount(name, amount, `${field}[${name}]`),
  ])

/** `ValidateContainerResourceRequirements` of pkg/apis/core/validation. */
export const validateResources = (resources: ResourceRequirements | undefined, field: string): FieldErrors => {
  if (!resources?.limits && !resources?.requests) return none
  const { limits, requests } = resources
  const errors = [...validateAmounts(limits, `${field}.limits`)]
  for (const [name, amount] of entries(requests)) {
    const path = `${field}.requests[${name}]`
    errors.push(...validateName(name, path), ...validateAmount(name, amount, path))
    const limit = limits?.[name]
    if (limit === undefined) {
      if (!mayOvercommit(name)) errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'))
    } else if (compareQuantity(amount, limit) !== 0 && !mayOvercommit(name)) {
      errors.push(invalid(`${field}.requests`, formatQuantity(amount), `must be equal to ${name} limit of ${formatQuantity(limit)}`))
    } else if (compareQuantity(amount, limit) > 0) {
      errors.push(
        invalid(`${field}.requests`, formatQuantity(amount), `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`),
      )
    }
  }
  return errors
}
