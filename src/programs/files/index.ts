import type { Program } from '../../machine/index.ts'
import { chgrp, chmod, chown, stat } from './attributes.ts'
import { ls } from './ls.ts'
import { ln, mkdir, mktemp, rmdir, touch } from './make.ts'
import { cp, mv, rm } from './move.ts'
import { basename, dirname, readlink, realpath } from './paths.ts'

/** Programs that look at and change the file tree. */
export const filePrograms: readonly Program[] = [basename, chgrp, chmod, chown, cp, dirname, ln, ls, mkdir, mktemp, mv, readlink, realpath, rm, rmdir, stat, touch]
