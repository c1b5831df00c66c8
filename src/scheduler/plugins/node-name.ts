import type { Plugin } from '../plugin.ts'

const rejection = { reasons: ["node(s) didn't match the requested node name"], unresolvable: true }

/** Takes `spec.nodeName` at its word. */
export const nodeName: Plugin = {
  name: 'NodeName',
  prepare: ({ pod }) => (pod.spec?.nodeName ? { filter: ({ name }) => (name === pod.spec?.nodeName ? undefined : rejection) } : undefined),
  mayHelp: (event, { pod }) => event.what === 'node' && !event.previous && event.node.metadata.name === pod.spec?.nodeName,
}
