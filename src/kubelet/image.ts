import type { Program, Signal } from '../machine/index.ts'

/** What an image says about the container that runs it (the OCI image config). */
export interface ImageConfig {
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly workingDir?: string
  /** A name or number; root if absent. */
  readonly user?: string
  readonly ports?: readonly number[]
  readonly stopSignal?: Signal
}

/** One version of an image: what a tag points to. */
export interface ImageVersion {
  readonly sizeBytes: number
  readonly config: ImageConfig
  /** Texts by path; `mode` of a path that ends in `.sh` is 755. */
  readonly files?: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  /** Directories that are empty. */
  readonly directories?: readonly string[]
  /** Executables: path → name of the Program that they run. Those that the world has no Program for are left out. */
  readonly executables?: Readonly<Record<string, string>>
}

/** An image with all its tags, as registries hold it. */
export interface Image {
  readonly name: string
  /** With the registry's host: `docker.io/library/nginx`. */
  readonly repositories: readonly string[]
  readonly tags: readonly string[]
  readonly versionOf: (tag: string) => ImageVersion
  /** Programs that only this image has. */
  readonly programs?: readonly Program[]
}
