import type { Clock, Seed } from '../base/index.ts'
import { Content, FileTree, type Program } from '../machine/index.ts'
import type { Image, ImageVersion } from './image.ts'
import { formatImageReference, repositoryOf, type ImageReference } from './image-reference.ts'

/** An image as a registry gives it out, and as a node keeps it. */
export interface ResolvedImage {
  /** The digest of its config, which is what containerd calls the image's id. */
  readonly id: string
  readonly repository: string
  readonly tag: string
  /** The digest of its manifest: `sha256:...`. */
  readonly digest: string
  readonly version: ImageVersion
  /** Its files, shared by all containers that run it. */
  readonly files: () => FileTree
}

export type Resolution = { readonly image: ResolvedImage } | { readonly code: 'NotFound' | 'Unknown'; readonly message: string }

export interface Registry {
  resolve(reference: ImageReference, nameserver: string): Resolution
  /** What containers can execute, by the name that executables carry. */
  readonly programs: ReadonlyMap<string, Program>
  readonly clock: Clock
}

/** Registries that answer; a name elsewhere is looked up in vain. */
const hosts = new Set(['docker.io', 'registry.k8s.io', 'gcr.io', 'k8s.gcr.io', 'quay.io', 'ghcr.io', 'mcr.microsoft.com', 'public.ecr.aws'])

const sha256 = (seed: Seed, ...about: readonly string[]): string =>
  [0, 1, 2, 3, 4]
    .map((part) =>
      seed('sha256', ...about, part)
        .toString(16)
        .padStart(14, '0')
        .slice(-13),
    )
    .join('')
    .slice(0, 64)

/** All registries of the world, which hold `images`. */
export const createRegistry = (options: {
  readonly clock: Clock
  readonly seed: Seed
  readonly images: readonly Image[]
  readonly programs: ReadonlyMap<string, Program>
}): Registry => {
  const { clock, seed, images } = options
  const programs = new Map(options.programs)
  const byRepository = new Map<string, Image>()
  for (const image of images) {
    for (const repository of image.repositories) byRepository.set(repository, image)
    for (const program of image.programs ?? []) programs.set(program.name, program)
  }
  const resolved = new Map<string, ResolvedImage>()
  const give = (image: Image, repository: string, tag: string): ResolvedImage => {
    const key = `${repository}:${tag}`
    const known = resolved.get(key)
    if (known) return known
    const version = image.versionOf(tag)
    let files: FileTree | undefined
    const answer: ResolvedImage = {
      id: `sha256:${sha256(seed, 'config', image.name, tag)}`,
      repository,
      tag,
      digest: `sha256:${sha256(seed, 'manifest', image.name, tag)}`,
      version,
      files: () => (files ??= createImageFiles(clock, version, programs)),
    }
    resolved.set(key, answer)
    return answer
  }
  const find = (reference: ImageReference): ResolvedImage | undefined => {
    const repository = repositoryOf(reference)
    const image = byRepository.get(repository)
    if (!image) return undefined
    if (reference.digest === undefined) return image.tags.includes(reference.tag!) ? give(image, repository, reference.tag!) : undefined
    return image.tags.map((tag) => give(image, repository, tag)).find(({ digest }) => digest === reference.digest)
  }
  return {
    clock,
    programs,
    resolve: (reference, nameserver) => {
      const image = find(reference)
      if (image) return { image }
      const exists = byRepository.has(repositoryOf(reference))
      const { code, cause } = refusal(reference, exists, nameserver)
      const name = formatImageReference(reference)
      return { code, message: `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${cause}` }
    },
  }
}

/** How containerd words that a registry does not have an image (`core/remotes/docker/resolver.go`). */
const refusal = (reference: ImageReference, exists: boolean, nameserver: string): { code: 'NotFound' | 'Unknown'; cause: string } => {
  const { domain, path } = reference
  const name = formatImageReference(reference)
  const manifest = `https://${domain}/v2/${path}/manifests/${reference.digest ?? reference.tag}`
  if (!hosts.has(domain)) {
    const [host] = domain.split(':')
    return {
      code: 'Unknown',
      cause: `failed to do request: Head "${manifest}": dial tcp: lookup ${host} on ${nameserver}:53: no such host`,
    }
  }
  if (exists) return { code: 'NotFound', cause: `${name}: not found` }
  if (domain === 'docker.io') {
    const cause =
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
    return { code: 'Unknown', cause }
  }
  if (domain === 'quay.io') return { code: 'Unknown', cause: `unexpected status from HEAD request to ${manifest}: 401 UNAUTHORIZED` }
  if (domain === 'ghcr.io') {
    const token = `https://ghcr.io/token?scope=repository%3A${path.replaceAll('/', '%2F')}%3Apull&service=ghcr.io`
    return {
      code: 'Unknown',
      cause: `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${token}: 403 Forbidden`,
    }
  }
  return { code: 'NotFound', cause: `${name}: not found` }
}

const commonDirectories = [
  '/bin',
  '/dev',
  '/etc',
  '/home',
  '/proc',
  '/root',
  '/run',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/var/log',
  '/var/run',
]

const createImageFiles = (clock: Clock, version: ImageVersion, programs: ReadonlyMap<string, Program>): FileTree => {
  const tree = new FileTree({ clock })
  const files = tree.view({ user: { uid: 0, name: 'root', group: 'root', groups: ['root'] }, cwd: () => '/' })
  const parent = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
  for (const path of [...commonDirectories, ...(version.directories ?? [])]) files.mkdir(path, { parents: true })
  files.chmod('/tmp', 0o1777)
  for (const [path, text] of Object.entries(version.files ?? {})) {
    files.mkdir(parent(path), { parents: true })
    files.write(path, text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
  }
  for (const [path, program] of Object.entries(version.executables ?? {})) {
    if (!programs.has(program)) continue
    files.mkdir(parent(path), { parents: true })
    files.write(path, '', { mode: 0o755 })
    const inode = tree.own(path)
    inode.program = program
    inode.content = new Content(`\x7fELF ${program}\n`)
  }
  for (const [path, target] of Object.entries(version.links ?? {})) {
    files.mkdir(parent(path), { parents: true })
    files.symlink(target, path)
  }
  return tree
}
