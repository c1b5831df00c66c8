import type { Seed } from '../base/index.ts'

/** 64 hexadecimal digits, as containerd names sandboxes, containers and execs. */
export const hexId = (seed: Seed, ...about: readonly (string | number)[]): string =>
  [0, 1, 2, 3, 4]
    .map((part) =>
      seed('container', ...about, part)
        .toString(16)
        .padStart(14, '0')
        .slice(-13),
    )
    .join('')
    .slice(0, 64)
