import type { PodSpec } from '../generated/types.ts'
import { unifiedDiff } from './unified-diff.ts'
import { internalLines } from './internal-form.ts'

/** The difference that the API server shows of two specs: their internal Go form as JSON, indented by a blank, as a unified diff. */
export const podSpecDiff = (previous: PodSpec, next: PodSpec): string => unifiedDiff(internalLines(previous), internalLines(next))
