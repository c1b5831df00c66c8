import type { JsonObject } from '../api/index.ts'
import { Description } from './describe/description.ts'
import { writePodTemplate } from './describe/pod-template.ts'

/** A pod template as `rollout history` shows it: described, but with bare tabs. */
export const podTemplateText = (template: JsonObject): string => {
  const description = new Description()
  writePodTemplate(description, template)
  return description.tabbed
}
