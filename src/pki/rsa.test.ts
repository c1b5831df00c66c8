import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSeed } from '../base/index.ts'
import { createRsaKey, parseRsaPrivateKey, rsaPrivateKeyPem, rsaPublicKeyPem } from './rsa.ts'
import { createSelfSigned } from './self-signed.ts'

test('an RSA key and a certificate that signs itself are what OpenSSL takes them for', () => {
  const key = createRsaKey(createSeed(7), 2048, 'shop')
  const pem = rsaPrivateKeyPem(key)
  const certificate = new X509Certificate(
    createSelfSigned({
      seed: createSeed(7),
      key,
      subject: [
        ['O', 'Shop'],
        ['CN', 'shop.example.com'],
      ],
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2027, 0, 1),
      dnsNames: ['shop.example.com'],
      ipAddresses: ['10.0.0.1'],
    }),
  )
  expect(parseRsaPrivateKey(pem)).toEqual(key)
  expect(createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' })).toBe(rsaPublicKeyPem(key))
  expect([
    certificate.verify(certificate.publicKey),
    certificate.checkPrivateKey(createPrivateKey(pem)),
    certificate.subject,
    certificate.subjectAltName,
    certificate.ca,
  ]).toEqual([true, true, 'O=Shop\nCN=shop.example.com', 'DNS:shop.example.com, IP Address:10.0.0.1', true])
})
