import type { Program } from '../../machine/index.ts'
import { date } from './date.ts'
import { expr } from './expr.ts'
import {
  basename,
  clear,
  dirname,
  groups,
  hostname,
  id,
  mktemp,
  nproc,
  readlink,
  realpath,
  reset,
  tty,
  uname,
  which,
  whoami,
} from './names.ts'
import { uptime } from './uptime.ts'

/** Small programs that tell something. */
export const factPrograms: readonly Program[] = [
  basename,
  clear,
  date,
  dirname,
  expr,
  groups,
  hostname,
  id,
  mktemp,
  nproc,
  readlink,
  realpath,
  reset,
  tty,
  uname,
  uptime,
  which,
  whoami,
]
