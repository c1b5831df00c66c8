import type { Program } from '../../machine/index.ts'
import { chgrp, chmod, chown, mkdir, rm, rmdir, touch } from './basic.ts'
import { cp, ln, mv } from './copy.ts'
import { du } from './du.ts'
import { find } from './find.ts'
import { ls } from './list.ts'
import { stat } from './stat.ts'
import { tar } from './tar.ts'
import { tree } from './tree.ts'

/** Programs that work on files. */
export const filePrograms: readonly Program[] = [chgrp, chmod, chown, cp, du, find, ln, ls, mkdir, mv, rm, rmdir, stat, tar, touch, tree]
