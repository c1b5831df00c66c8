import { p256 } from '@noble/curves/nist.js'
import type { Seed } from '../base/index.ts'
import { bitString, integer, octetString, oid, readAll, readOid, sequence, tagged, tags } from './der.ts'
import { parsePem, toPem } from './pem.ts'

/** An EC key on P-256. Real clusters have RSA keys; these are as good and far quicker to make. */
export interface KeyPair {
  readonly secret: Uint8Array
  /** 65 bytes: the uncompressed point. */
  readonly point: Uint8Array
}

const ecPublicKey = '1.2.840.10045.2.1'
const prime256v1 = '1.2.840.10045.3.1.7'

/** A key that depends on nothing but the seed and what it is for. */
export const createKey = (seed: Seed, ...about: readonly (string | number)[]): KeyPair => {
  const bytes = new Uint8Array(48)
  for (let i = 0; i < bytes.length; i++) bytes[i] = seed('key', ...about, i) & 255
  const secret = p256.utils.randomSecretKey(bytes)
  return { secret, point: p256.getPublicKey(secret, false) }
}

/** The SubjectPublicKeyInfo of a point. */
export const publicKeyInfo = (point: Uint8Array): Uint8Array => sequence(sequence(oid(ecPublicKey), oid(prime256v1)), bitString(point))

/** SEC 1 (`EC PRIVATE KEY`), as `openssl ecparam -genkey` writes it. */
export const privateKeyPem = (key: KeyPair): string =>
  toPem(
    'EC PRIVATE KEY',
    sequence(integer(Uint8Array.of(1)), octetString(key.secret), tagged(0, oid(prime256v1)), tagged(1, bitString(key.point))),
  )

export const publicKeyPem = (point: Uint8Array): string => toPem('PUBLIC KEY', publicKeyInfo(point))

/** The private key of a PEM text (SEC 1 or PKCS 8); undefined if there is none that is ours. */
export const parsePrivateKey = (pem: string): KeyPair | undefined => {
  const block = parsePem(pem).find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (!block) return undefined
  try {
    const inner = block.label === 'PRIVATE KEY' ? readAll(readAll(block.bytes)[0]!.content)[2]!.content : block.bytes
    const secret = readAll(readAll(inner)[0]!.content).find(({ tag }) => tag === tags.octetString)?.content
    return secret?.length === 32 ? { secret, point: p256.getPublicKey(secret, false) } : undefined
  } catch {
    return undefined
  }
}

/** The point of a SubjectPublicKeyInfo; undefined if it is another kind of key. */
export const readPublicKeyInfo = (content: Uint8Array): Uint8Array | undefined => {
  const [algorithm, bits] = readAll(content)
  const identifier = readAll(algorithm!.content)[0]!
  return readOid(identifier.content) === ecPublicKey && bits!.content.length === 66 ? bits!.content.subarray(1) : undefined
}

/** The point of a `PUBLIC KEY`, or of a private key. */
export const parsePublicKey = (pem: string): Uint8Array | undefined => {
  const block = parsePem(pem).find(({ label }) => label === 'PUBLIC KEY')
  if (!block) return parsePrivateKey(pem)?.point
  return readPublicKeyInfo(readAll(block.bytes)[0]!.content)
}

export const ecdsaWithSha256 = (): Uint8Array => sequence(oid('1.2.840.10045.4.3.2'))

export const sign = (key: KeyPair, bytes: Uint8Array, format: 'der' | 'compact'): Uint8Array =>
  p256.sign(bytes, key.secret, { format, lowS: false })

export const verify = (point: Uint8Array, bytes: Uint8Array, signature: Uint8Array, format: 'der' | 'compact'): boolean => {
  try {
    return p256.verify(signature, bytes, point, { format, lowS: false })
  } catch {
    return false
  }
}
