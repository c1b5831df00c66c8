import { UsageError } from '../base/index.ts'
import { parseCertificate, parsePrivateKey } from '../pki/index.ts'

const belongTogether = (certificate: string, key: string): boolean => {
  const point = parseCertificate(certificate)?.publicKey
  const own = parsePrivateKey(key)?.point
  if (!point || point.length === 0 || !own) return true
  return point.length === own.length && point.every((byte, i) => byte === own[i])
}

/** The pair that was found to be one last: the same files are shown again and again. */
let known: { readonly certificate: string; readonly key: string } | undefined

/** Complains of a certificate and a private key that are no pair, in the words of Go's tls.X509KeyPair. */
export const checkKeyPair = (certificate: string, key: string): void => {
  if (known?.certificate === certificate && known.key === key) return
  if (!certificate.includes('-----BEGIN CERTIFICATE-----')) {
    if (certificate.includes('PRIVATE KEY-----') && key.includes('-----BEGIN CERTIFICATE-----')) {
      throw new UsageError(
        'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
      )
    }
    throw new UsageError('tls: failed to find any PEM data in certificate input')
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) {
    if (key.includes('-----BEGIN CERTIFICATE-----'))
      throw new UsageError('tls: found a certificate rather than a key in the PEM for the private key')
    throw new UsageError('tls: failed to find any PEM data in key input')
  }
  if (!belongTogether(certificate, key)) throw new UsageError('tls: private key does not match public key')
  known = { certificate, key }
}
