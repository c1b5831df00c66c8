import { alias, unalias } from './alias.ts'
import type { Builtin } from './builtin.ts'
import { bind, caller, enable, suspend } from './caller.ts'
import { cd, pwd } from './cd.ts'
import { colon } from './colon.ts'
import { builtinBuiltin, command, hash, type } from './command.ts'
import { compgen, complete, compopt } from './completion.ts'
import { declare, exportBuiltin, local, readonly, typeset } from './declare.ts'
import { dirs, popd, pushd } from './directory-stack.ts'
import { echo } from './echo.ts'
import { dot, evalBuiltin, exec, letBuiltin, shift, source } from './evaluate.ts'
import { breakBuiltin, continueBuiltin, exit, logout, returnBuiltin } from './exit.ts'
import { falseBuiltin } from './false.ts'
import { getopts } from './getopts.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { bg, disown, fg, jobs, kill, wait } from './jobs.ts'
import { times, ulimit, umask } from './limits.ts'
import { mapfile, readarray } from './mapfile.ts'
import { printf } from './printf.ts'
import { read } from './read.ts'
import { set } from './set.ts'
import { shopt } from './shopt.ts'
import { bracket, test } from './test.ts'
import { trap } from './trap.ts'
import { trueBuiltin } from './true.ts'
import { unsetBuiltin } from './unset.ts'

/** All builtins by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [
    alias,
    bg,
    bind,
    bracket,
    breakBuiltin,
    builtinBuiltin,
    caller,
    cd,
    colon,
    command,
    compgen,
    complete,
    compopt,
    continueBuiltin,
    declare,
    dirs,
    disown,
    dot,
    echo,
    enable,
    evalBuiltin,
    exec,
    exit,
    exportBuiltin,
    falseBuiltin,
    fg,
    getopts,
    hash,
    help,
    history,
    jobs,
    kill,
    letBuiltin,
    local,
    logout,
    mapfile,
    popd,
    printf,
    pushd,
    pwd,
    read,
    readarray,
    readonly,
    returnBuiltin,
    set,
    shift,
    shopt,
    source,
    suspend,
    test,
    times,
    trap,
    trueBuiltin,
    type,
    typeset,
    ulimit,
    umask,
    unalias,
    unsetBuiltin,
    wait,
  ].map((builtin) => [builtin.name, builtin]),
)

export type { Builtin }
