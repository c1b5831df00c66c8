import type { Invocation } from '../../verb.ts'

/** The field manager: of server-side apply it is plain `kubectl`. */
export const applyManager = ({ flags }: Invocation): string =>
  flags.changed('field-manager') || !flags.boolean('server-side') ? flags.string('field-manager') : 'kubectl'
