import { complain, write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'
import { parseOptions } from './options.ts'
import { optionNames } from './set.ts'

const shoptNames = [
  'autocd',
  'assoc_expand_once',
  'cdable_vars',
  'cdspell',
  'checkhash',
  'checkjobs',
  'checkwinsize',
  'cmdhist',
  'compat31',
  'compat32',
  'compat40',
  'compat41',
  'compat42',
  'compat43',
  'compat44',
  'complete_fullquote',
  'direxpand',
  'dirspell',
  'dotglob',
  'execfail',
  'expand_aliases',
  'extdebug',
  'extglob',
  'extquote',
  'failglob',
  'force_fignore',
  'globasciiranges',
  'globskipdots',
  'globstar',
  'gnu_errfmt',
  'histappend',
  'histreedit',
  'histverify',
  'hostcomplete',
  'huponexit',
  'inherit_errexit',
  'interactive_comments',
  'lastpipe',
  'lithist',
  'localvar_inherit',
  'localvar_unset',
  'login_shell',
  'mailwarn',
  'no_empty_cmd_completion',
  'nocaseglob',
  'nocasematch',
  'noexpand_translation',
  'nullglob',
  'patsub_replacement',
  'progcomp',
  'progcomp_alias',
  'promptvars',
  'restricted_shell',
  'shift_verbose',
  'sourcepath',
  'varredir_close',
  'xpg_echo',
]

export const shopt: Builtin = {
  name: 'shopt',
  usage: '[-pqsu] [-o] [optname ...]',
  summary: 'Sets further options of the shell.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'shopt', args, 'pqsuo', 'shopt [-pqsu] [-o] [optname ...]')
    if (!options) return 2
    const { flags, rest } = options
    const table = flags.has('o') ? shell.options : shell.shopt
    const known = flags.has('o') ? optionNames : shoptNames
    const names =
      rest.length > 0 ? rest : known.filter((name) => (flags.has('s') ? table.has(name) : flags.has('u') ? !table.has(name) : true))
    let code = 0
    for (const name of names) {
      if (!known.includes(name)) {
        yield* complain(shell, `shopt: ${name}: invalid shell option name`)
        code = 1
        continue
      }
      if (rest.length > 0 && flags.has('s')) {
        table.add(name)
        if (name === 'expand_aliases') shell.aliasVersion++
      } else if (rest.length > 0 && flags.has('u')) table.delete(name)
      else {
        if (rest.length > 0 && !table.has(name)) code = 1
        if (flags.has('q')) continue
        yield* write(
          shell,
          flags.has('p') ? `shopt ${table.has(name) ? '-s' : '-u'} ${name}\n` : `${name.padEnd(15)}\t${table.has(name) ? 'on' : 'off'}\n`,
        )
      }
    }
    return code
  },
}
