import { sha256 } from '@noble/hashes/sha2.js'
import { concat, encode, type Seed } from '../base/index.ts'
import { parseCertificate } from './certificate.ts'
import { bitString, element, integer, octetString, oid, sequence, tagged, tags, text, time, yes } from './der.ts'
import { createKey, ecdsaWithSha256, parsePrivateKey, privateKeyPem, publicKeyInfo, sign, type KeyPair } from './key.ts'
import { objectIds } from './object-ids.ts'
import { toPem } from './pem.ts'

/** A certificate with its private key, both PEM. */
export interface Identity {
  readonly certificate: string
  readonly key: string
}

interface Common {
  readonly seed: Seed
  readonly commonName: string
  /** Virtual milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
}

export interface AuthorityOptions extends Common {
  /** The key to certify again; a new one if absent. */
  readonly key?: string
}

export interface CertificateOptions extends Common {
  readonly organizations?: readonly string[]
  readonly dnsNames?: readonly string[]
  readonly ipAddresses?: readonly string[]
  readonly usages?: readonly ('client' | 'server')[]
  readonly ca: Identity
  readonly key?: string
  /** Certifies this public key (65 bytes), whose private half somebody else has (a signing request). */
  readonly point?: Uint8Array
}

/** A certificate authority that signs itself. */
export const createAuthority = (options: AuthorityOptions): Identity => {
  const { commonName, seed, notBefore, notAfter } = options
  const key = (options.key && parsePrivateKey(options.key)) || createKey(seed, 'authority', commonName, notBefore)
  const subject = name(commonName)
  const extensions = [
    extension(objectIds.keyUsage, bitString(Uint8Array.of(0b1010_0100), 2), true),
    extension(objectIds.basicConstraints, sequence(yes()), true),
    extension(objectIds.subjectKeyId, octetString(keyId(key.point))),
    ...alternativeNames([commonName], []),
  ]
  const certificate = assemble({
    serial: integer(Uint8Array.of(0)),
    issuer: subject,
    subject,
    notBefore,
    notAfter,
    point: key.point,
    extensions,
    signer: key,
  })
  return { certificate, key: privateKeyPem(key) }
}

/** A certificate signed by an authority, for a client, a server or both. */
export const issueCertificate = (options: CertificateOptions): Identity => {
  const { commonName, seed, notBefore, notAfter, ca, organizations = [], dnsNames = [], ipAddresses = [], usages = ['client'] } = options
  const about = [ca.certificate, commonName, ...organizations, ...dnsNames, ...ipAddresses, ...usages, notBefore]
  const key = (options.key && parsePrivateKey(options.key)) || createKey(seed, ...about)
  const point = options.point ?? key.point
  const signer = parsePrivateKey(ca.key)
  if (!signer) throw new TypeError('Expected the authority to have an EC key on P-256')
  const authority = parseCertificate(ca.certificate)!
  const purposes = usages.map((usage) => oid(usage === 'client' ? objectIds.clientAuth : objectIds.serverAuth))
  const extensions = [
    extension(objectIds.keyUsage, bitString(Uint8Array.of(0b1010_0000), 5), true),
    extension(objectIds.extendedKeyUsage, sequence(...purposes)),
    extension(objectIds.basicConstraints, sequence(), true),
    extension(objectIds.authorityKeyId, sequence(element(0x80, keyId(authority.publicKey)))),
    ...alternativeNames(dnsNames, ipAddresses),
  ]
  const serial = integer(Uint8Array.from(Array.from({ length: 8 }, (_, i) => (seed('serial', ...about, i) & 127) | (i === 0 ? 64 : 0))))
  const certificate = assemble({
    serial,
    issuer: authority.subject,
    subject: name(commonName, organizations),
    notBefore,
    notAfter,
    point,
    extensions,
    signer,
  })
  return { certificate, key: options.point ? '' : privateKeyPem(key) }
}

const assemble = (parts: {
  readonly serial: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly notBefore: number
  readonly notAfter: number
  readonly point: Uint8Array
  readonly extensions: readonly Uint8Array[]
  readonly signer: KeyPair
}): string => {
  const { serial, issuer, subject, notBefore, notAfter, point, extensions, signer } = parts
  const content = sequence(
    tagged(0, integer(Uint8Array.of(2))),
    serial,
    ecdsaWithSha256(),
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKeyInfo(point),
    tagged(3, sequence(...extensions)),
  )
  return toPem('CERTIFICATE', sequence(content, ecdsaWithSha256(), bitString(sign(signer, content, 'der'))))
}

/** A distinguished name; as Go writes it, organizations come before the common name. */
export const name = (commonName: string, organizations: readonly string[] = []): Uint8Array => {
  const part = (id: string, value: string) => element(tags.set, sequence(oid(id), text(value)))
  return sequence(...[...organizations].sort().map((value) => part(objectIds.organization, value)), part(objectIds.commonName, commonName))
}

const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  sequence(oid(id), ...(critical ? [yes()] : []), octetString(value))

const alternativeNames = (dnsNames: readonly string[], ipAddresses: readonly string[]): readonly Uint8Array[] => {
  if (dnsNames.length + ipAddresses.length === 0) return []
  const names = [
    ...dnsNames.map((dnsName) => element(0x82, encode(dnsName))),
    ...ipAddresses.map((address) => element(0x87, Uint8Array.from(address.split('.').map(Number)))),
  ]
  return [extension(objectIds.subjectAltName, sequence(...names))]
}

const keyId = (point: Uint8Array): Uint8Array => sha256(concat([point])).slice(0, 20)
