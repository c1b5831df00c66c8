interface Ran {
  readonly line: string
  readonly at: number
}

/**
 * For each step when each of its commands ran. A command that several steps have counts for the step that one is at,
 * or for the next one: looking at the Pods in the first step must not finish the last.
 */
export function stepsRan(steps: readonly (readonly string[])[], markers: readonly Ran[]): readonly ReadonlyMap<string, number>[] {
  const ran = steps.map(() => new Map<string, number>())
  let here = 0
  for (const { line, at } of markers) {
    const command = line.trim()
    const having = steps.flatMap((commands, index) => (commands.some((one) => one.trim() === command) ? [index] : []))
    const open = having.filter((index) => !ran[index]?.has(command))
    const step = having.length === 1 ? open[0] : open.find((index) => index === here || index === here + 1)
    if (step === undefined) continue
    ran[step]?.set(command, at)
    here = Math.max(here, step)
    if (steps[here]?.every((one) => ran[here]?.has(one.trim()))) here = Math.min(here + 1, steps.length - 1)
  }
  return ran
}
