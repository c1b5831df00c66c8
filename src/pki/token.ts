import { sha256 } from '@noble/hashes/sha2.js'
import { decode, encode, fromBase64, toBase64Url } from '../base/index.ts'
import { parsePrivateKey, parsePublicKey, publicKeyInfo, sign, verify } from './key.ts'

export type Claims = Readonly<Record<string, unknown>>

const part = (value: unknown): string => toBase64Url(encode(JSON.stringify(value)))

/** The key id in a token's header: a hash of the public key (kubernetes: pkg/serviceaccount/jwt.go, keyIDFromPublicKey). */
const keyIdOf = (point: Uint8Array): string => toBase64Url(sha256(publicKeyInfo(point)))

/** A JWT signed with ES256. Throws TypeError if the PEM holds no usable key. */
export const signToken = (claims: Claims, privateKeyPem: string): string => {
  const key = parsePrivateKey(privateKeyPem)
  if (!key) throw new TypeError('Expected an EC private key on P-256')
  const signed = `${part({ alg: 'ES256', kid: keyIdOf(key.point) })}.${part(claims)}`
  return `${signed}.${toBase64Url(sign(key, encode(signed), 'compact'))}`
}

const checked = new Map<string, Claims | undefined>()
const remembered = 1000

/** The claims of a token that one of the keys signed; undefined otherwise. Does not look at times. Each token is checked once. */
export const verifyToken = (token: string, publicKeyPems: readonly string[]): Claims | undefined => {
  const id = `${token} ${publicKeyPems.join('')}`
  if (checked.has(id)) return checked.get(id)
  const claims = check(token, publicKeyPems)
  if (checked.size >= remembered) checked.delete(checked.keys().next().value!)
  checked.set(id, claims)
  return claims
}

const check = (token: string, publicKeyPems: readonly string[]): Claims | undefined => {
  const [header, payload, signature, more] = token.split('.')
  if (!header || !payload || !signature || more !== undefined) return undefined
  const bytes = fromBase64(signature)
  const content = fromBase64(payload)
  if (bytes?.length !== 64 || !content) return undefined
  const signed = encode(`${header}.${payload}`)
  const good = publicKeyPems.some((pem) => {
    const point = parsePublicKey(pem)
    return point !== undefined && verify(point, signed, bytes, 'compact')
  })
  return good ? (JSON.parse(decode(content)) as Claims) : undefined
}
