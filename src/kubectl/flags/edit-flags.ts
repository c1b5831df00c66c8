import type { Flag } from '../verb.ts'
import { fieldManagerFlag, filenameFlags, flag, printFlags, recordFlag, validateFlag } from './write-flags.ts'

/** The flags of the verbs that open an editor. */
export const editFlags = (manager: string): readonly Flag[] => [
  ...printFlags,
  ...filenameFlags('that name what to edit'),
  recordFlag,
  validateFlag,
  fieldManagerFlag(manager),
  flag.boolean('windows-line-endings', 'Use the line ends of Windows in the file.'),
]
