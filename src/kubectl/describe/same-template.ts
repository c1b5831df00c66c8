import { goJson } from '../go-json.ts'
import { isRecord } from '../object.ts'

const hashLabel = 'pod-template-hash'

const withoutHash = (template: unknown): unknown => {
  if (!isRecord(template) || !isRecord(template['metadata'])) return template
  const { labels, creationTimestamp: _, ...metadata } = template['metadata']
  if (!isRecord(labels)) return { ...template, metadata }
  const { [hashLabel]: __, ...others } = labels
  return { ...template, metadata: { ...metadata, labels: others } }
}

/** True if two Pod templates are the same but for the pod-template-hash (`deploymentutil.EqualIgnoreHash`). */
export const sameTemplate = (a: unknown, b: unknown): boolean => goJson(withoutHash(a)) === goJson(withoutHash(b))
