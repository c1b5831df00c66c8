import { expandPrompt } from '../prompt.ts'
import type { Shell } from '../shell.ts'
import { getText } from '../variable-access.ts'

/** A line of `set -x`: PS4, its first character repeated for each level of substitution. */
export const traceText = (shell: Shell, text: string): string => {
  const prompt = expandPrompt(shell, getText(shell, 'PS4') ?? '+ ')
  return `${prompt.slice(0, 1).repeat(shell.substitutionLevel)}${prompt}${text}\n`
}
