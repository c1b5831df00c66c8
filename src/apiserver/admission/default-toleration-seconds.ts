import type { Pod, Toleration } from '../../api/index.ts'
import type { AdmissionPlugin } from './plugin.ts'

const seconds = 300
const conditions = ['not-ready', 'unreachable']

/** A Pod stays five minutes on a node that is not ready or unreachable, if it does not say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  create: (call, object) => (call.kind.plural === 'pods' && call.kind.group === '' ? withTolerations(object as Pod) : object),
  update: (call, object) => (call.kind.plural === 'pods' && call.kind.group === '' ? withTolerations(object as Pod) : object),
}

const withTolerations = (pod: Pod): Pod => {
  const present = pod.spec?.tolerations ?? []
  const tolerates = (key: string): boolean =>
    present.some((each) => (each.key === key || !each.key) && (each.effect === 'NoExecute' || !each.effect))
  const missing = conditions
    .map((condition) => `node.kubernetes.io/${condition}`)
    .filter((key) => !tolerates(key))
    .map((key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }))
  return missing.length === 0 ? pod : { ...pod, spec: { ...pod.spec!, tolerations: [...present, ...missing] } }
}
