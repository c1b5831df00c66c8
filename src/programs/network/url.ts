/** The parts of an http or https URL that a client needs. */
export interface Target {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  /** Path and query. */
  readonly path: string
  readonly user?: string
}

/** Parses what people type after curl or wget: the scheme may be left out. Undefined if it is no such URL. */
export const parseTarget = (text: string): Target | undefined => {
  const [, scheme = 'http', user, host, port, path = ''] =
    /^(?:(https?):\/\/)?(?:([^@/]*)@)?([^:/?#]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/i.exec(text) ?? []
  if (!host) return undefined
  const lower = scheme.toLowerCase() as Target['scheme']
  return {
    scheme: lower,
    host,
    port: port ? Number(port) : lower === 'https' ? 443 : 80,
    path: path.startsWith('/') ? path : `/${path}`,
    ...(user === undefined ? {} : { user }),
  }
}
