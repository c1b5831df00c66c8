import { sha256 } from '@noble/hashes/sha2.js'
import { decode } from '../base/index.ts'
import { readAll, readOid, readTime, type DerElement } from './der.ts'
import { readPublicKeyInfo, verify } from './key.ts'
import { objectIds } from './object-ids.ts'
import { parsePem } from './pem.ts'

/** What a certificate says. Times are virtual milliseconds. */
export interface Certificate {
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly issuerName: string
  /** The distinguished names as they stand in the certificate. */
  readonly subject: Uint8Array
  readonly issuer: Uint8Array
  readonly serialNumber: string
  readonly notBefore: number
  readonly notAfter: number
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly usages: readonly ('client' | 'server')[]
  readonly isAuthority: boolean
  /** The public key's point; empty if it is no P-256 key. */
  readonly publicKey: Uint8Array
  /** SHA-256 over the whole, in hexadecimal. */
  readonly fingerprint: string
  /** What is signed, and the signature. */
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

const parsed = new Map<string, Certificate | undefined>()
const remembered = 1000

/** Reads the first certificate of a PEM text; undefined if there is none. Each text is read once. */
export const parseCertificate = (pem: string): Certificate | undefined => {
  if (parsed.has(pem)) return parsed.get(pem)
  const certificate = parseCertificates(pem)[0]
  if (parsed.size >= remembered) parsed.delete(parsed.keys().next().value!)
  parsed.set(pem, certificate)
  return certificate
}

/** All certificates of a PEM text (a bundle of authorities); what is no certificate is left out. */
export const parseCertificates = (pem: string): readonly Certificate[] =>
  parsePem(pem)
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ bytes }) => readCertificate(bytes))
    .filter((certificate) => certificate !== undefined)

const readCertificate = (bytes: Uint8Array): Certificate | undefined => {
  try {
    const [content, , signature] = readAll(readAll(bytes)[0]!.content)
    const fields = readAll(content!.content)
    const [, serial, , issuer, validity, subject, key, ...rest] = fields
    const [notBefore, notAfter] = readAll(validity!.content)
    const extensions = readExtensions(rest)
    return {
      commonName: nameParts(subject!, objectIds.commonName)[0] ?? '',
      organizations: nameParts(subject!, objectIds.organization),
      issuerName: nameParts(issuer!, objectIds.commonName)[0] ?? '',
      subject: subject!.whole,
      issuer: issuer!.whole,
      serialNumber: hex(serial!.content),
      notBefore: readTime(notBefore!),
      notAfter: readTime(notAfter!),
      ...readNames(extensions.get(objectIds.subjectAltName)),
      usages: readUsages(extensions.get(objectIds.extendedKeyUsage)),
      isAuthority: readAuthority(extensions.get(objectIds.basicConstraints)),
      publicKey: readPublicKeyInfo(key!.content) ?? new Uint8Array(0),
      fingerprint: hex(sha256(bytes)),
      signed: content!.whole,
      signature: signature!.content.subarray(1),
    }
  } catch {
    return undefined
  }
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const nameParts = (name: DerElement, id: string): readonly string[] =>
  readAll(name.content)
    .flatMap((set) => readAll(set.content))
    .map((pair) => readAll(pair.content))
    .filter(([type]) => readOid(type!.content) === id)
    .map(([, value]) => decode(value!.content))

const readExtensions = (fields: readonly DerElement[]): ReadonlyMap<string, Uint8Array> => {
  const list = fields.find(({ tag }) => tag === 0xa3)
  const extensions = list ? readAll(readAll(list.content)[0]!.content) : []
  return new Map(
    extensions.map((each) => {
      const parts = readAll(each.content)
      return [readOid(parts[0]!.content), parts.at(-1)!.content]
    }),
  )
}

const readNames = (value: Uint8Array | undefined): { readonly dnsNames: readonly string[]; readonly ipAddresses: readonly string[] } => {
  const names = value ? readAll(readAll(value)[0]!.content) : []
  return {
    dnsNames: names.filter(({ tag }) => tag === 0x82).map(({ content }) => decode(content)),
    ipAddresses: names.filter(({ tag }) => tag === 0x87).map(({ content }) => [...content].join('.')),
  }
}

const readUsages = (value: Uint8Array | undefined): readonly ('client' | 'server')[] => {
  const ids = value ? readAll(readAll(value)[0]!.content).map(({ content }) => readOid(content)) : []
  return [
    ...(ids.includes(objectIds.serverAuth) ? (['server'] as const) : []),
    ...(ids.includes(objectIds.clientAuth) ? (['client'] as const) : []),
  ]
}

const readAuthority = (value: Uint8Array | undefined): boolean =>
  value !== undefined && readAll(readAll(value)[0]!.content)[0]?.content[0] === 255

const verified = new Map<string, boolean>()

const isSignedBy = (certificate: Certificate, authority: Certificate): boolean => {
  const pair = `${certificate.fingerprint} ${authority.fingerprint}`
  const known = verified.get(pair)
  if (known !== undefined) return known
  const issued = authority.isAuthority && hex(certificate.issuer) === hex(authority.subject)
  const good = issued && verify(authority.publicKey, certificate.signed, certificate.signature, 'der')
  if (verified.size >= remembered) verified.clear()
  verified.set(pair, good)
  return good
}

const stamp = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

/**
 * Checks a certificate against a bundle of authorities at a time. Undefined if it is good, else what Go's crypto/x509
 * says is wrong with it.
 */
export const verifyCertificate = (pem: string, caPem: string, now: number): string | undefined => {
  const certificate = parseCertificate(pem)
  if (!certificate) return 'x509: malformed certificate'
  if (now > certificate.notAfter)
    return `x509: certificate has expired or is not yet valid: current time ${stamp(now)} is after ${stamp(certificate.notAfter)}`
  if (now < certificate.notBefore)
    return `x509: certificate has expired or is not yet valid: current time ${stamp(now)} is before ${stamp(certificate.notBefore)}`
  const issuers = authorities(caPem).filter((authority) => isSignedBy(certificate, authority))
  if (issuers.length === 0) return 'x509: certificate signed by unknown authority'
  if (issuers.every((issuer) => now > issuer.notAfter)) {
    return `x509: certificate has expired or is not yet valid: current time ${stamp(now)} is after ${stamp(issuers[0]!.notAfter)}`
  }
  return undefined
}

const bundles = new Map<string, readonly Certificate[]>()

const authorities = (pem: string): readonly Certificate[] => {
  const known = bundles.get(pem)
  if (known) return known
  const certificates = parseCertificates(pem)
  if (bundles.size >= remembered) bundles.clear()
  bundles.set(pem, certificates)
  return certificates
}

/** What is wrong with a server's certificate for this host, as Go says it; undefined if the host is one of its names. */
export const verifyHost = (pem: string, host: string): string | undefined => {
  const certificate = parseCertificate(pem)
  if (!certificate) return 'x509: malformed certificate'
  const { dnsNames, ipAddresses } = certificate
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    if (ipAddresses.includes(host)) return undefined
    if (ipAddresses.length === 0) return `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`
    return `x509: certificate is valid for ${ipAddresses.join(', ')}, not ${host}`
  }
  const wanted = host.toLowerCase()
  const parent = wanted.slice(wanted.indexOf('.') + 1)
  if (dnsNames.some((name) => name.toLowerCase() === wanted || (name.startsWith('*.') && name.slice(2).toLowerCase() === parent)))
    return undefined
  if (dnsNames.length === 0) return `x509: certificate is not valid for any names, but wanted to match ${host}`
  return `x509: certificate is valid for ${dnsNames.join(', ')}, not ${host}`
}
