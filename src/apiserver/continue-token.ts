import { encode, fromBase64, toBase64Url } from '../base/index.ts'
import { JsonSyntaxError, parseJson } from './go-json.ts'
import { badRequest } from './status.ts'
import { expired } from './read.ts'

/** Where the next page begins: `revision` is -1 after the history was lost. */
export interface Continue {
  readonly revision: number | undefined
  readonly start: string
}

const version = 'meta.k8s.io/v1'

/** The token of a page that ended with `last` (`apiserver/pkg/storage/continue.go`). */
export const createContinue = (revision: number, last: string): string =>
  toBase64Url(encode(JSON.stringify({ v: version, rv: revision, start: `${last}\0` })))

export const readContinue = (token: string, _prefix: string): Continue => {
  const bytes = /^[\w-]*$/.test(token) && token.length % 4 !== 1 ? fromBase64(token) : undefined
  if (!bytes) throw refused('illegal base64 data at input byte 0')
  try {
    const { value } = parseJson(String.fromCharCode(...bytes))
    const { v, rv, start } = value as { readonly v?: string; readonly rv?: number; readonly start?: string }
    if (v !== version) throw badRequest(`invalid continue token: server does not recognize this encoded version "${v ?? ''}"`)
    if (!start) throw badRequest('invalid continue token: continue key is not valid: encoded start key empty')
    if (rv === 0) throw expired('incorrect encoded start resourceVersion (version meta.k8s.io/v1)')
    return { revision: rv === -1 ? undefined : rv, start }
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw refused(error.message)
    throw error
  }
}

const refused = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`)
