import { readAll, readOid, nameTypes, parseCertificate, parsePem, type Certificate } from '../../pki/index.ts'

const letters = new Map(Object.entries(nameTypes).map(([letter, id]) => [id, letter]))
const decoder = new TextDecoder()

/** `O = Shop, CN = shop.example.com` */
export const nameText = (name: Uint8Array): string =>
  readAll(readAll(name)[0]!.content)
    .flatMap(({ content }) => readAll(content))
    .map(({ content }) => readAll(content))
    .map(([type, value]) => `${letters.get(readOid(type!.content)) ?? readOid(type!.content)} = ${decoder.decode(value!.content)}`)
    .join(', ')

/** `Jan  5 09:00:00 2026 GMT` */
export const timeText = (at: number): string => {
  const date = new Date(at)
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? []
  return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`
}

const colons = (hex: string): string => hex.toUpperCase().match(/../g)!.join(':')

export const fingerprint = (certificate: Certificate): string => colons(certificate.fingerprint)

/** The names of subjectAltName, as -text and -ext print them. */
export const alternativeNames = ({ dnsNames, ipAddresses }: Certificate): string =>
  [...dnsNames.map((name) => `DNS:${name}`), ...ipAddresses.map((address) => `IP Address:${address}`)].join(', ')

/** `openssl x509 -text`, without the bytes of keys and signatures. */
export const certificateText = (pem: string): string => {
  const certificate = parseCertificate(pem)!
  const rsa = certificate.publicKey.length === 0
  const names = alternativeNames(certificate)
  const usages = certificate.usages
    .map((usage) => (usage === 'server' ? 'TLS Web Server Authentication' : 'TLS Web Client Authentication'))
    .join(', ')
  const extension = (title: string, value: string): string => (value === '' ? '' : `            ${title}\n                ${value}\n`)
  return `Certificate:
    Data:
        Version: 3 (0x2)
        Serial Number:
            ${colons(certificate.serialNumber).toLowerCase()}
        Signature Algorithm: ${rsa ? 'sha256WithRSAEncryption' : 'ecdsa-with-SHA256'}
        Issuer: ${nameText(certificate.issuer)}
        Validity
            Not Before: ${timeText(certificate.notBefore)}
            Not After : ${timeText(certificate.notAfter)}
        Subject: ${nameText(certificate.subject)}
        Subject Public Key Info:
            Public Key Algorithm: ${rsa ? 'rsaEncryption' : 'id-ecPublicKey'}
                Public-Key: (${rsa ? rsaBits(pem) : 256} bit)
        X509v3 extensions:
${extension('X509v3 Extended Key Usage:', usages)}${extension('X509v3 Basic Constraints: critical', certificate.isAuthority ? 'CA:TRUE' : 'CA:FALSE')}${extension('X509v3 Subject Alternative Name:', names)}`
}

/** The size of an RSA modulus, from the certificate's public key. */
const rsaBits = (pem: string): number => {
  const content = readAll(readAll(parsePem(pem)[0]!.bytes)[0]!.content)[0]!
  const key = readAll(readAll(content.content)[6]!.content)[1]!.content.subarray(1)
  const modulus = readAll(readAll(key)[0]!.content)[0]!.content
  return (modulus[0] === 0 ? modulus.length - 1 : modulus.length) * 8
}
