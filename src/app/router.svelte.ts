export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'sandbox'; readonly world: string }
  | { readonly page: 'lesson'; readonly lesson: string }
  | { readonly page: 'differs' }

function parse(hash: string): Route {
  const [page = '', ...rest] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  if (page === 'sandbox') return { page, world: rest[0] ?? 'small' }
  if (page === 'lesson' && rest.length === 2) return { page, lesson: rest.join('/') }
  if (page === 'differs') return { page }
  return { page: 'home' }
}

/** Hash routes, so that the build also works from a sub-path and from a zip. */
class Router {
  #hash = $state(location.hash)
  readonly route: Route = $derived(parse(this.#hash))

  constructor() {
    addEventListener('hashchange', () => (this.#hash = location.hash))
  }

  go(hash: string): void {
    location.hash = hash
  }
}

export const router = new Router()
