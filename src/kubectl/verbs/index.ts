import type { Verb } from '../verb.ts'
import { annotate } from './annotate.ts'
import { apply } from './apply/index.ts'
import { autoscale } from './autoscale/index.ts'
import { create } from './create/index.ts'
import { deleteVerb } from './delete.ts'
import { diff } from './diff.ts'
import { edit } from './edit.ts'
import { expose } from './expose/index.ts'
import { label } from './label.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'
import { rollout } from './rollout/index.ts'
import { runVerb } from './run/index.ts'
import { scale } from './scale.ts'
import { set } from './set/index.ts'

/** All commands of kubectl, in the order of its help page. */
export const verbs: readonly Verb[] = [create, expose, runVerb, set, edit, deleteVerb, rollout, scale, autoscale, diff, apply, patch, replace, label, annotate]
