import { sha256 } from '@noble/hashes/sha2.js'
import { encode, type Seed } from '../base/index.ts'
import { bitString, element, integer, octetString, oid, readAll, sequence, tagged, tags, time, yes } from './der.ts'
import { objectIds } from './object-ids.ts'
import { toPem } from './pem.ts'
import { rsaPublicKeyInfo, sha256WithRsaEncryption, signRsa, type RsaKey } from './rsa.ts'

/** Parts of a distinguished name by the letters that people write them with. */
export const nameTypes: Readonly<Record<string, string>> = {
  CN: objectIds.commonName,
  O: objectIds.organization,
  OU: '2.5.4.11',
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  emailAddress: '1.2.840.113549.1.9.1',
}

export interface SelfSignedOptions {
  readonly seed: Seed
  readonly key: RsaKey
  /** In order: `[['CN', 'shop.example.com']]`. */
  readonly subject: readonly (readonly [type: string, value: string])[]
  readonly notBefore: number
  readonly notAfter: number
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
}

const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  sequence(oid(id), ...(critical ? [yes()] : []), octetString(value))

/** A certificate that signs itself, as `openssl req -x509` makes it. */
export const createSelfSigned = ({ seed, key, subject, notBefore, notAfter, dnsNames, ipAddresses }: SelfSignedOptions): string => {
  const part = ([type, value]: readonly [string, string]) =>
    element(
      tags.set,
      sequence(oid(nameTypes[type] ?? objectIds.commonName), element(type === 'C' ? tags.printable : tags.utf8, encode(value))),
    )
  const name = sequence(...subject.map(part))
  const info = rsaPublicKeyInfo(key)
  const keyId = sha256(readAll(readAll(info)[0]!.content)[1]!.content.subarray(1)).slice(0, 20)
  const serial = Uint8Array.from(
    Array.from({ length: 20 }, (_, i) => (seed('serial', key.modulus.toString(36), notBefore, i) & 127) | (i === 0 ? 64 : 0)),
  )
  const names = [
    ...dnsNames.map((dnsName) => element(0x82, encode(dnsName))),
    ...ipAddresses.map((address) => element(0x87, Uint8Array.from(address.split('.').map(Number)))),
  ]
  const content = sequence(
    tagged(0, integer(Uint8Array.of(2))),
    integer(serial),
    sha256WithRsaEncryption(),
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    info,
    tagged(
      3,
      sequence(
        extension(objectIds.subjectKeyId, octetString(keyId)),
        extension(objectIds.authorityKeyId, sequence(element(0x80, keyId))),
        extension(objectIds.basicConstraints, sequence(yes()), true),
        ...(names.length > 0 ? [extension(objectIds.subjectAltName, sequence(...names))] : []),
      ),
    ),
  )
  return toPem('CERTIFICATE', sequence(content, sha256WithRsaEncryption(), bitString(signRsa(key, content))))
}
