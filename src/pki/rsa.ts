import { sha256 } from '@noble/hashes/sha2.js'
import { concat, type Seed } from '../base/index.ts'
import { bitString, element, integer, octetString, oid, readAll, readOid, sequence, tags } from './der.ts'
import { parsePem, toPem } from './pem.ts'

/** An RSA key with all that PKCS 1 keeps of it. */
export interface RsaKey {
  readonly modulus: bigint
  readonly exponent: bigint
  readonly secret: bigint
  readonly primes: readonly [bigint, bigint]
}

export const rsaEncryption = '1.2.840.113549.1.1.1'
const sha256WithRsa = '1.2.840.113549.1.1.11'
const sha256Id = '2.16.840.1.101.3.4.2.1'
const publicExponent = 65537n
const witnesses = [2n, 3n, 5n, 7n, 11n, 13n]

const smallPrimes: readonly bigint[] = Array.from({ length: 2000 }, (_, i) => i + 3)
  .filter(
    (candidate) =>
      candidate % 2 === 1 &&
      !Array.from({ length: Math.floor(Math.sqrt(candidate)) }, (_, i) => i + 2).some(
        (divisor) => divisor < candidate && candidate % divisor === 0,
      ),
  )
  .map(BigInt)

const power = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n
  let factor = base % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}

/** The inverse by Euclid's extended algorithm. */
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n]
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y]
  return ((x % modulus) + modulus) % modulus
}

/** Miller and Rabin's test; numbers as large as ours that are not prime pass it practically never. */
const isPrime = (candidate: bigint): boolean => {
  if (smallPrimes.some((prime) => candidate % prime === 0n)) return false
  let odd = candidate - 1n
  let twos = 0
  for (; (odd & 1n) === 0n; odd >>= 1n) twos++
  return witnesses.every((witness) => {
    let value = power(witness, odd, candidate)
    if (value === 1n || value === candidate - 1n) return true
    for (let i = 1; i < twos; i++) {
      value = (value * value) % candidate
      if (value === candidate - 1n) return true
    }
    return false
  })
}

/** The first prime from a number of so many bits that depends on the seed; its two highest bits are set. */
const createPrime = (seed: Seed, bits: number, ...about: readonly (string | number)[]): bigint => {
  let candidate = 3n
  for (let i = 0; i < Math.ceil(bits / 32); i++) candidate = (candidate << 32n) | BigInt(seed('prime', ...about, i) >>> 0)
  candidate = (candidate & ((1n << BigInt(bits - 2)) - 1n)) | (3n << BigInt(bits - 2)) | 1n
  while (!isPrime(candidate) || (candidate - 1n) % publicExponent === 0n) candidate += 2n
  return candidate
}

/** An RSA key of `bits` bits that depends on nothing but the seed and what it is for. */
export const createRsaKey = (seed: Seed, bits: number, ...about: readonly (string | number)[]): RsaKey => {
  const [p, q] = [createPrime(seed, bits / 2, ...about, 'p'), createPrime(seed, bits / 2, ...about, 'q')]
  return { modulus: p * q, exponent: publicExponent, secret: inverse(publicExponent, (p - 1n) * (q - 1n)), primes: p > q ? [p, q] : [q, p] }
}

const bytesOf = (value: bigint, length?: number): Uint8Array => {
  const digits = value.toString(16)
  const padded = digits.padStart(length === undefined ? digits.length + (digits.length % 2) : length * 2, '0')
  return Uint8Array.from(padded.match(/../g)!.map((pair) => Number.parseInt(pair, 16)))
}

const toNumber = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

const number = (value: bigint): Uint8Array => integer(bytesOf(value))
const algorithm = (id: string): Uint8Array => sequence(oid(id), element(5))

/** The SubjectPublicKeyInfo. */
export const rsaPublicKeyInfo = ({ modulus, exponent }: RsaKey): Uint8Array =>
  sequence(algorithm(rsaEncryption), bitString(sequence(number(modulus), number(exponent))))

/** PKCS 8, as OpenSSL 3 writes it. */
export const rsaPrivateKeyPem = ({ modulus, exponent, secret, primes: [p, q] }: RsaKey): string => {
  const key = sequence(number(0n), ...[modulus, exponent, secret, p, q, secret % (p - 1n), secret % (q - 1n), inverse(q, p)].map(number))
  return toPem('PRIVATE KEY', sequence(number(0n), algorithm(rsaEncryption), octetString(key)))
}

export const rsaPublicKeyPem = (key: RsaKey): string => toPem('PUBLIC KEY', rsaPublicKeyInfo(key))

/** The RSA key of a PEM text (PKCS 1 or 8); undefined if there is none. */
export const parseRsaPrivateKey = (pem: string): RsaKey | undefined => {
  const block = parsePem(pem).find(({ label }) => label === 'PRIVATE KEY' || label === 'RSA PRIVATE KEY')
  if (!block) return undefined
  try {
    const outer = readAll(readAll(block.bytes)[0]!.content)
    if (block.label === 'PRIVATE KEY' && readOid(readAll(outer[1]!.content)[0]!.content) !== rsaEncryption) return undefined
    const inner = block.label === 'PRIVATE KEY' ? readAll(readAll(outer[2]!.content)[0]!.content) : outer
    const [, modulus, exponent, secret, p, q] = inner.filter(({ tag }) => tag === tags.integer).map(({ content }) => toNumber(content))
    return { modulus: modulus!, exponent: exponent!, secret: secret!, primes: [p!, q!] }
  } catch {
    return undefined
  }
}

export const sha256WithRsaEncryption = (): Uint8Array => algorithm(sha256WithRsa)

/** RSASSA-PKCS1-v1_5 over SHA-256. */
export const signRsa = ({ modulus, secret }: RsaKey, bytes: Uint8Array): Uint8Array => {
  const length = Math.ceil(modulus.toString(16).length / 2)
  const digest = sequence(algorithm(sha256Id), octetString(sha256(bytes)))
  const padding = new Uint8Array(length - digest.length - 3).fill(255)
  return bytesOf(power(toNumber(concat([Uint8Array.of(0, 1), padding, Uint8Array.of(0), digest])), secret, modulus), length)
}
