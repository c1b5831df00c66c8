import type { Shell } from './shell.ts'
import type { Steps } from './steps.ts'

export function* runInteractive(shell: Shell, options: { readonly readsRc: boolean }): Steps<number> {
  void shell
  void options
  return 0
}
