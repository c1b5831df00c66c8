import type { Program } from '../../machine/index.ts'
import { chgrp, chmod, chown, mkdir, rm, rmdir, touch } from './basic.ts'
import { cp, ln, mv } from './copy.ts'
import { ls } from './list.ts'
import { stat } from './stat.ts'

/** Programs that work on files. */
export const filePrograms: readonly Program[] = [chgrp, chmod, chown, cp, ln, ls, mkdir, mv, rm, rmdir, stat, touch]
