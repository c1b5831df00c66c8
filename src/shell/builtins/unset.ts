import { ShellFailure } from '../control.ts'
import { complain } from '../run/output.ts'
import { unset } from '../variable-access.ts'
import { isName } from '../variables.ts'
import type { Builtin } from './builtin.ts'
import { parseOptions } from './options.ts'

export const unsetBuiltin: Builtin = {
  name: 'unset',
  usage: '[-f] [-v] [-n] [name ...]',
  summary: 'Removes variables and functions.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'unset', args, 'fvn', 'unset [-f] [-v] [-n] [name ...]')
    if (!options) return 2
    let code = 0
    for (const name of options.rest) {
      if (options.flags.has('f')) {
        shell.functions.delete(name)
        continue
      }
      if (!isName(name.replace(/\[[^]*\]$/, ''))) {
        if (!options.flags.has('v')) shell.functions.delete(name)
        else {
          yield* complain(shell, `unset: \`${name}': not a valid identifier`)
          code = 1
        }
        continue
      }
      if (options.flags.has('n')) {
        shell.variables.delete(name)
        continue
      }
      if (!options.flags.has('v') && !shell.variables.get(name.replace(/\[[^]*\]$/, '')) && shell.functions.delete(name)) continue
      try {
        unset(shell, name)
      } catch (error) {
        if (!(error instanceof ShellFailure)) throw error
        yield* complain(shell, error.message)
        code = 1
      }
    }
    return code
  },
}
