/** An image reference in full, as `github.com/distribution/reference` reads it. */
export interface ImageReference {
  readonly domain: string
  readonly path: string
  readonly tag?: string
  readonly digest?: string
}

const pathPart = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const domain = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?'
const pattern = new RegExp(
  `^(?:(${domain})/)?(${pathPart}(?:/${pathPart})*)(?::(\\w[\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)

/** A first part is a host only if it looks like one: `localhost`, a dot, a port, or capital letters. */
const isDomain = (part: string): boolean => part === 'localhost' || /[.:]/.test(part) || part !== part.toLowerCase()

/** Reads `nginx`, `nginx:1.27`, `gcr.io/x/y@sha256:...`; undefined if that is no valid reference. */
export const parseImageReference = (text: string): ImageReference | undefined => {
  const slash = text.indexOf('/')
  const first = slash < 0 ? '' : text.slice(0, slash)
  const named = slash >= 0 && isDomain(first)
  const whole = named ? text : `docker.io/${slash < 0 ? 'library/' : ''}${text}`
  const match = pattern.exec(whole)
  if (!match) return undefined
  const [, host = 'docker.io', path = '', tag, digest] = match
  const official = (host === 'docker.io' || host === 'index.docker.io') && !path.includes('/')
  return {
    domain: host === 'index.docker.io' ? 'docker.io' : host,
    path: official ? `library/${path}` : path,
    ...(tag === undefined && digest === undefined ? { tag: 'latest' } : {}),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** Why a reference is not valid, in the words of the distribution library. */
export const imageReferenceProblem = (text: string): string => {
  const [name = ''] = text.split(/[:@]/)
  if (name === name.toLowerCase() || !parseImageReference(text.toLowerCase())) return 'invalid reference format'
  return `invalid reference format: repository name (${name.includes('/') ? name : `library/${name}`}) must be lowercase`
}

export const repositoryOf = ({ domain: host, path }: ImageReference): string => `${host}/${path}`

/** `docker.io/library/nginx:1.27` */
export const formatImageReference = (reference: ImageReference): string =>
  repositoryOf(reference) +
  (reference.tag === undefined ? '' : `:${reference.tag}`) +
  (reference.digest === undefined ? '' : `@${reference.digest}`)
