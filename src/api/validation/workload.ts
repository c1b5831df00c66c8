import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  DeploymentStrategy,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
} from '../generated/types.ts'
import { semanticEqual } from '../equal.ts'
import { matchesSelector } from '../selector.ts'
import { forbidden, immutable, invalid, none, nonNegative, notSupported, required, type FieldErrors } from './errors.ts'
import { validateAnnotations, validateLabels, validateMeta } from './meta.ts'
import { dnsSubdomainProblems, percentProblems } from './names.ts'
import { validatePodSpec } from './pod.ts'
import { isEmptySelector, validateLabelSelector } from './selector.ts'

const mismatch = (template: PodTemplateSpec | undefined): FieldErrors => [
  invalid('spec.template.metadata.labels', template?.metadata?.labels ?? null, '`selector` does not match template `labels`'),
]

const validateTemplate = (template: PodTemplateSpec | undefined, owner: string): FieldErrors => {
  const spec = template?.spec
  return [
    ...validateLabels(template?.metadata?.labels, 'spec.template.labels'),
    ...validateAnnotations(template?.metadata?.annotations, 'spec.template.annotations'),
    ...validatePodSpec(spec, 'spec.template.spec'),
    ...(spec && spec.restartPolicy !== 'Always'
      ? [notSupported('spec.template.spec.restartPolicy', spec.restartPolicy, ['Always'])]
      : none),
    ...(spec?.activeDeadlineSeconds !== undefined
      ? [forbidden('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${owner} is not Supported`)]
      : none),
  ]
}

/** The selector of a Deployment or ReplicaSet, then its template. */
const validateSelectorAndTemplate = (
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
  kind: string,
): FieldErrors => {
  const wrong = selector ? validateLabelSelector(selector, 'spec.selector') : [required('spec.selector')]
  const empty = selector && isEmptySelector(selector) ? [invalid('spec.selector', selector, `empty selector is invalid for ${kind}`)] : none
  const unusable = selector?.matchExpressions?.some(({ operator, values }) =>
    operator === 'In' || operator === 'NotIn' ? !values?.length : !['Exists', 'DoesNotExist'].includes(operator),
  )
  if (unusable) return [...wrong, ...empty, invalid('spec.selector', selector, 'invalid label selector')]
  const matches = matchesSelector(selector, template?.metadata?.labels)
  return [...wrong, ...empty, ...(matches || empty.length > 0 ? none : mismatch(template)), ...validateTemplate(template, 'ReplicaSet')]
}

type IntOrPercent = number | string | undefined

const validateIntOrPercent = (value: IntOrPercent, field: string): FieldErrors =>
  typeof value === 'string' ? percentProblems(value).map((problem) => invalid(field, value, problem)) : nonNegative(field, value)

const amountOf = (value: IntOrPercent): number =>
  typeof value === 'string' ? (/^\d+%$/.test(value) ? Number.parseInt(value, 10) : 0) : (value ?? 0)
const isZero = (value: IntOrPercent): boolean => amountOf(value) === 0 && (typeof value !== 'string' || /^\d+%$/.test(value))

const notMoreThanAll = (value: IntOrPercent, field: string): FieldErrors =>
  typeof value === 'string' && /^\d+%$/.test(value) && amountOf(value) > 100
    ? [invalid(field, value, 'must not be greater than 100%')]
    : none

const validateStrategy = (strategy: DeploymentStrategy | undefined): FieldErrors => {
  const field = 'spec.strategy'
  const rolling = strategy?.rollingUpdate
  if (strategy?.type === 'Recreate')
    return rolling ? [forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")] : none
  if (strategy?.type !== 'RollingUpdate') return [notSupported(`${field}.type`, strategy?.type ?? '', ['Recreate', 'RollingUpdate'])]
  if (!rolling) return [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')]
  const [unavailable, surge] = [`${field}.rollingUpdate.maxUnavailable`, `${field}.rollingUpdate.maxSurge`]
  return [
    ...validateIntOrPercent(rolling.maxUnavailable, unavailable),
    ...validateIntOrPercent(rolling.maxSurge, surge),
    ...(isZero(rolling.maxUnavailable) && isZero(rolling.maxSurge)
      ? [invalid(unavailable, rolling.maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : none),
    ...notMoreThanAll(rolling.maxUnavailable, unavailable),
  ]
}

const selectorChange = (next: { readonly spec?: { readonly selector?: LabelSelector } }, previous: typeof next | undefined): FieldErrors =>
  previous && !semanticEqual(next.spec?.selector, previous.spec?.selector)
    ? [invalid('spec.selector', next.spec?.selector, immutable)]
    : none

/** `pkg/apis/apps/validation`, ValidateDeployment and ValidateDeploymentUpdate. */
export const validateDeployment = (next: Deployment, previous?: Deployment): FieldErrors => {
  const { spec } = next
  const minReady = spec?.minReadySeconds ?? 0
  const deadline = spec?.progressDeadlineSeconds
  return [
    ...validateMeta(next, previous, dnsSubdomainProblems),
    ...nonNegative('spec.replicas', spec?.replicas),
    ...validateSelectorAndTemplate(spec?.selector, spec?.template, 'deployment'),
    ...validateStrategy(spec?.strategy),
    ...nonNegative('spec.minReadySeconds', spec?.minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec?.revisionHistoryLimit),
    ...nonNegative('spec.progressDeadlineSeconds', deadline),
    ...(deadline !== undefined && deadline <= minReady
      ? [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
      : none),
    ...selectorChange(next, previous),
  ]
}

export const validateReplicaSet = (next: ReplicaSet, previous?: ReplicaSet): FieldErrors => [
  ...validateMeta(next, previous, dnsSubdomainProblems),
  ...nonNegative('spec.replicas', next.spec?.replicas),
  ...nonNegative('spec.minReadySeconds', next.spec?.minReadySeconds),
  ...validateSelectorAndTemplate(next.spec?.selector, next.spec?.template, 'replicaset'),
  ...selectorChange(next, previous),
]

export const validateDaemonSet = (next: DaemonSet, previous?: DaemonSet): FieldErrors => {
  const { spec } = next
  const rolling = spec?.updateStrategy?.rollingUpdate
  const path = 'spec.updateStrategy.rollingUpdate'
  const bothZero = rolling && isZero(rolling.maxUnavailable) && isZero(rolling.maxSurge)
  const both = rolling && !isZero(rolling.maxUnavailable) && !isZero(rolling.maxSurge)
  return [
    ...validateMeta(next, previous, dnsSubdomainProblems),
    ...selectorChange(next, previous),
    ...(spec?.selector ? validateLabelSelector(spec.selector, 'spec.selector') : [required('spec.selector')]),
    ...(matchesSelector(spec?.selector, spec?.template?.metadata?.labels) ? none : mismatch(spec?.template)),
    ...(spec?.selector && isEmptySelector(spec.selector)
      ? [invalid('spec.selector', spec.selector, 'empty selector is invalid for daemonset')]
      : none),
    ...validateTemplate(spec?.template, 'DaemonSet'),
    ...nonNegative('spec.minReadySeconds', spec?.minReadySeconds),
    ...(['OnDelete', 'RollingUpdate'].includes(spec?.updateStrategy?.type ?? '')
      ? none
      : [notSupported('spec.updateStrategy.type', spec?.updateStrategy?.type ?? '', ['OnDelete', 'RollingUpdate'])]),
    ...(rolling
      ? [
          ...validateIntOrPercent(rolling.maxUnavailable, `${path}.maxUnavailable`),
          ...validateIntOrPercent(rolling.maxSurge, `${path}.maxSurge`),
        ]
      : none),
    ...(both ? [invalid(`${path}.maxSurge`, rolling.maxSurge, 'may not be set when maxUnavailable is non-zero')] : none),
    ...(bothZero ? [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')] : none),
    ...nonNegative('spec.revisionHistoryLimit', spec?.revisionHistoryLimit),
  ]
}

export const validateControllerRevision = (next: ControllerRevision, previous?: ControllerRevision): FieldErrors => [
  ...validateMeta(next, previous, dnsSubdomainProblems),
  ...nonNegative('revision', next.revision),
  ...(previous && !semanticEqual(next.data, previous.data) ? [invalid('data', next.data, immutable)] : none),
]
