import type { Program } from '../../machine/index.ts'
import { date } from './date.ts'
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

/** Small programs that tell something. */
export const factPrograms: readonly Program[] = [
  basename,
  clear,
  date,
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
]
