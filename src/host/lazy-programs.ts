import type { Clock } from '../base/index.ts'
import type { Process, Program } from '../machine/index.ts'
import { completionScript } from '../kubectl/verbs/completion/script.ts'
import { createDaemons } from '../programs/daemons/index.ts'
import { smallPrograms } from '../programs/small.ts'
import { shellPrograms } from '../shell/index.ts'
import { images } from '../world/index.ts'

/** What of a program must be known before its code is there. */
type Facts = Pick<Program, 'name' | 'summary' | 'cost'> & {
  readonly completes?: true
  /** What it prints for command lines that it need not be there for. */
  readonly prints?: (argv: readonly string[]) => string | undefined
}

/** A program whose code comes when it first runs; virtual time stands still until it is there. */
const lazy = (
  { completes, prints, ...facts }: Facts,
  load: () => Promise<Program>,
): { readonly program: Program; load(): Promise<Program> } => {
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
  const runLater = async (process: Process): Promise<number> => {
    const text = prints?.(process.argv)
    if (text === undefined) return (await (await get(process.clock)).run(process)) ?? 0
    await process.print(text)
    return 0
  }
  const program: Program = {
    ...facts,
    run: (process) => (loaded ? loaded.run(process) : runLater(process)),
    ...(completes
      ? { complete: async (words, index, process) => (await (await get(process.clock)).complete?.(words, index, process)) ?? [] }
      : {}),
  }
  return { program, load: fetch }
}

/** Every login asks for it. */
const completionOnly = ([, verb, shell, ...rest]: readonly string[]): string | undefined =>
  verb === 'completion' && shell === 'bash' && rest.length === 0 ? completionScript(shell) : undefined

/** The largest programs that nothing needs before the first prompt. */
export const lazyPrograms = [
  lazy(
    { name: 'kubectl', summary: 'talks to the control plane of a Kubernetes cluster', cost: 50, completes: true, prints: completionOnly },
    async () => (await import('../kubectl/index.ts')).kubectl,
  ),
  lazy({ name: 'jq', summary: 'Filters JSON.' }, async () => (await import('../programs/jq/jq.ts')).jq),
  lazy({ name: 'awk', summary: 'Finds patterns in lines and acts on them.' }, async () => (await import('../programs/awk/index.ts')).awk),
  lazy(
    { name: 'openssl', summary: 'Makes and shows keys and certificates.', cost: 5 },
    async () => (await import('../programs/openssl/index.ts')).openssl,
  ),
]

/** The same programs as `programs.ts` has, for a page, which shows its first prompt sooner the less code it waits for. */
export const programs: readonly Program[] = [
  ...shellPrograms,
  ...lazyPrograms.map(({ program }) => program),
  ...smallPrograms,
  ...createDaemons({ images }),
]

/** Fetches the code of all lazy programs, so that the first command need not wait for it. */
export const preload = (): void => {
  for (const { load } of lazyPrograms) load().catch(() => undefined)
}
