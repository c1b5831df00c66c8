import type { KubeObject, Pod } from '../../api/index.ts'
import type { ResourceCall } from '../context.ts'
import { forbidden } from '../status.ts'
import { find, listAll } from '../storage.ts'
import type { AdmissionPlugin } from './plugin.ts'

type PriorityClass = KubeObject & { readonly value: number; readonly globalDefault?: boolean; readonly preemptionPolicy?: string }

const systemClasses: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 }

/** Gives a Pod the number that its priority class stands for (`plugin/pkg/admission/priority`). */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  create: (call, object) => (call.kind.plural === 'pods' && call.kind.group === '' ? withPriority(call, object as Pod) : object),
  update: (call, object, previous) =>
    call.kind.plural === 'pods' && call.kind.group === '' ? keptPriority(object as Pod, previous as Pod) : object,
}

/** What admission once gave stays if the author leaves it out. */
const keptPriority = (pod: Pod, { spec: before }: Pod): Pod => {
  const { spec } = pod
  if (!spec || (spec.priority !== undefined && spec.preemptionPolicy !== undefined)) return pod
  return {
    ...pod,
    spec: { ...spec, priority: spec.priority ?? before?.priority, preemptionPolicy: spec.preemptionPolicy ?? before?.preemptionPolicy },
  }
}

const withPriority = (call: ResourceCall, pod: Pod): Pod => {
  const { priorityClassName, priority: given, preemptionPolicy: policy } = pod.spec ?? {}
  const chosen = priorityClassName ? named(call, pod, priorityClassName) : byDefault(call)
  if (given !== undefined && given !== chosen.value) {
    throw forbidden(
      call.kind,
      pod.metadata.name,
      `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${chosen.value} from the given PriorityClass name`,
    )
  }
  const className = priorityClassName || chosen.name
  return {
    ...pod,
    spec: {
      ...pod.spec!,
      ...(className ? { priorityClassName: className } : {}),
      priority: chosen.value,
      preemptionPolicy: policy ?? chosen.preemptionPolicy,
    },
  }
}

interface Chosen {
  readonly name?: string
  readonly value: number
  readonly preemptionPolicy: string
}

const toChosen = (found: PriorityClass): Chosen => ({
  name: found.metadata.name,
  value: found.value,
  preemptionPolicy: found.preemptionPolicy ?? 'PreemptLowerPriority',
})

const named = (call: ResourceCall, pod: Pod, name: string): Chosen => {
  const kind = call.server.registry.findAny('scheduling.k8s.io', 'priorityclasses')
  const found = kind && (find(call.store, kind, { name }) as PriorityClass | undefined)
  if (found) return toChosen(found)
  const value = systemClasses[name]
  if (value !== undefined) return { name, value, preemptionPolicy: 'PreemptLowerPriority' }
  throw forbidden(call.kind, pod.metadata.name, `no PriorityClass with name ${name} was found`)
}

const byDefault = (call: ResourceCall): Chosen => {
  const kind = call.server.registry.findAny('scheduling.k8s.io', 'priorityclasses')
  const found = kind ? (listAll(call.store, kind) as readonly PriorityClass[]).filter(({ globalDefault }) => globalDefault) : []
  const lowest = found.toSorted((a, b) => a.value - b.value)[0]
  return lowest ? toChosen(lowest) : { value: 0, preemptionPolicy: 'PreemptLowerPriority' }
}
