/** The colour of a revision, `r0` for the workload's current one: the same as on the map, also while none of it is available yet. */
export function revisionHue(revision: number, revisions: readonly number[], current: number | undefined): 'r0' | 'r1' | 'r2' {
  const newest = [...new Set(current === undefined ? revisions : [...revisions, current])].sort((a, b) => b - a)
  return (['r0', 'r1', 'r2'] as const)[Math.min(2, newest.indexOf(revision))] ?? 'r2'
}
