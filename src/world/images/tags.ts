/** `1.27`, `1.27.0` to `1.27.5` and the like, for a table of the newest patch of each minor version. */
export const releaseTags = (newestPatch: Readonly<Record<string, number>>, variants: readonly string[] = ['']): readonly string[] =>
  Object.entries(newestPatch).flatMap(([minor, newest]) => {
    const versions = [minor, ...Array.from({ length: newest + 1 }, (_, patch) => `${minor}.${patch}`)]
    return versions.flatMap((version) => variants.map((variant) => `${version}${variant}`))
  })
