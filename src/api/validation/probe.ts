import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../generated/types.ts'
import { forbidden, invalid, invalids, none, nonNegative, notSupported, required, type FieldErrors } from './errors.ts'
import { portNameProblems, portNumberProblems } from './names.ts'

const validatePort = (port: number | string, field: string): FieldErrors =>
  invalids(field, port, typeof port === 'number' ? portNumberProblems(port) : portNameProblems(port))

const validateHttpGet = (get: HTTPGetAction, field: string): FieldErrors => [
  ...(get.path ? none : [required(`${field}.path`)]),
  ...validatePort(get.port, `${field}.port`),
  ...(get.scheme === 'HTTP' || get.scheme === 'HTTPS' ? none : [notSupported(`${field}.scheme`, get.scheme ?? '', ['HTTP', 'HTTPS'])]),
]

type Handler = LifecycleHandler & Pick<Probe, 'grpc'>

const handlers: readonly { readonly name: keyof Handler; readonly validate: (handler: Handler, field: string) => FieldErrors }[] = [
  { name: 'exec', validate: ({ exec }, field) => (exec?.command?.length ? none : [required(`${field}.command`)]) },
  { name: 'httpGet', validate: ({ httpGet }, field) => validateHttpGet(httpGet!, field) },
  { name: 'tcpSocket', validate: ({ tcpSocket }, field) => validatePort(tcpSocket!.port, `${field}.port`) },
  { name: 'grpc', validate: ({ grpc }, field) => invalids(`${field}.port`, grpc!.port, portNumberProblems(grpc!.port)) },
  {
    name: 'sleep',
    validate: ({ sleep }, field) => (sleep!.seconds > 0 ? none : [invalid(field, sleep!.seconds, 'must be greater than 0')]),
  },
]

const validateHandler = (handler: Handler, field: string): FieldErrors => {
  const given = handlers.filter(({ name }) => handler[name] !== undefined)
  if (given.length === 0) return [required(field, 'must specify a handler type')]
  return given.flatMap(({ name, validate }, index) =>
    index > 0 ? [forbidden(`${field}.${name}`, 'may not specify more than 1 handler type')] : validate(handler, `${field}.${name}`),
  )
}

const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const

/** Validates one of a container's three probes. */
export const validateProbe = (
  probe: Probe | undefined,
  which: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  path: string,
): FieldErrors => {
  if (!probe) return none
  const field = `${path}.${which}`
  const grace = probe.terminationGracePeriodSeconds
  return [
    ...validateHandler(probe, field),
    ...counts.flatMap((name) => nonNegative(`${field}.${name}`, probe[name])),
    ...(grace !== undefined && grace <= 0 ? [invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')] : none),
    ...(which === 'readinessProbe' && grace !== undefined
      ? [invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes')]
      : none),
    ...(which !== 'readinessProbe' && probe.successThreshold !== 1
      ? [invalid(`${field}.successThreshold`, probe.successThreshold, 'must be 1')]
      : none),
  ]
}

export const validateLifecycle = (lifecycle: Lifecycle | undefined, field: string): FieldErrors => [
  ...(lifecycle?.postStart ? validateHandler(lifecycle.postStart, `${field}.postStart`) : none),
  ...(lifecycle?.preStop ? validateHandler(lifecycle.preStop, `${field}.preStop`) : none),
]
