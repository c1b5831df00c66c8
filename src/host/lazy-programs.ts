import type { Clock } from '../base/index.ts'
import type { Program } from '../machine/index.ts'
import { createDaemons } from '../programs/daemons/index.ts'
import { factPrograms } from '../programs/facts/index.ts'
import { filePrograms } from '../programs/files/index.ts'
import { networkPrograms } from '../programs/network/index.ts'
import { runnerPrograms } from '../programs/run/index.ts'
import { sleep } from '../programs/sleep.ts'
import { systemPrograms } from '../programs/system/index.ts'
import { textPrograms } from '../programs/text/index.ts'
import { shellPrograms } from '../shell/index.ts'
import { images } from '../world/index.ts'

/** What of a program must be known before its code is there. */
type Facts = Pick<Program, 'name' | 'summary' | 'cost'> & { readonly completes?: true }

/** A program whose code comes when it first runs; virtual time stands still until it is there. */
const lazy = ({ completes, ...facts }: Facts, load: () => Promise<Program>): { readonly program: Program; load(): Promise<Program> } => {
  let loading: Promise<Program> | undefined
  let loaded: Program | undefined
  const fetch = (): Promise<Program> => (loading ??= load().then((program) => (loaded = program)))
  const get = async (clock: Clock): Promise<Program> => {
    if (loaded) return loaded
    const release = clock.hold()
    try {
      return await fetch()
    } finally {
      release()
    }
  }
  const program: Program = {
    ...facts,
    run: (process) => (loaded ? loaded.run(process) : get(process.clock).then(async (real) => (await real.run(process)) ?? 0)),
    ...(completes ? { complete: async (words, index, process) => (await (await get(process.clock)).complete?.(words, index, process)) ?? [] } : {}),
  }
  return { program, load: fetch }
}

/** The largest programs that nothing needs before the first prompt. */
export const lazyPrograms = [
  lazy(
    { name: 'kubectl', summary: 'talks to the control plane of a Kubernetes cluster', cost: 50, completes: true },
    async () => (await import('../kubectl/index.ts')).kubectl,
  ),
  lazy({ name: 'jq', summary: 'Filters JSON.' }, async () => (await import('../programs/jq/jq.ts')).jq),
  lazy({ name: 'awk', summary: 'Finds patterns in lines and acts on them.' }, async () => (await import('../programs/awk/index.ts')).awk),
]

/** The same programs as `programs.ts` has, for a page, which shows its first prompt sooner the less code it waits for. */
export const programs: readonly Program[] = [
  ...shellPrograms,
  ...lazyPrograms.map(({ program }) => program),
  ...textPrograms,
  ...filePrograms,
  ...factPrograms,
  ...runnerPrograms,
  ...networkPrograms,
  ...systemPrograms,
  sleep,
  ...createDaemons({ images }),
]

/** Fetches the code of all lazy programs, so that the first command need not wait for it. */
export const preload = (): void => {
  for (const { load } of lazyPrograms) load().catch(() => undefined)
}
