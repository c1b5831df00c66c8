import { createPrivateKey, createPublicKey, createVerify, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { expect, test } from 'vitest'
import { createSeed } from '../base/index.ts'
import { parseCertificate, verifyCertificate, verifyHost } from './certificate.ts'
import { createAuthority, issueCertificate } from './issue.ts'
import { createKey, parsePublicKey, privateKeyPem, publicKeyPem } from './key.ts'
import { signToken, verifyToken } from './token.ts'

const seed = createSeed(7)
const notBefore = Date.parse('2026-11-20T20:00:00Z')
const year = 365 * 86_400_000
const ca = createAuthority({ seed, commonName: 'kubernetes', notBefore, notAfter: notBefore + 10 * year })
const server = issueCertificate({
  seed,
  commonName: 'kube-apiserver',
  dnsNames: ['controlplane', '*.default.svc'],
  ipAddresses: ['10.96.0.1', '10.0.0.10'],
  usages: ['server'],
  notBefore,
  notAfter: notBefore + year,
  ca,
})
const admin = issueCertificate({
  seed,
  commonName: 'kubernetes-admin',
  organizations: ['kubeadm:cluster-admins'],
  notBefore,
  notAfter: notBefore + year,
  ca,
})

test("Node's own X.509 reads and verifies what we issue", () => {
  const authority = new X509Certificate(ca.certificate)
  const certificate = new X509Certificate(server.certificate)
  expect(certificate.verify(authority.publicKey)).toBe(true)
  expect(certificate.checkIssued(authority)).toBe(true)
  expect(authority.ca).toBe(true)
  expect(certificate.subjectAltName).toBe('DNS:controlplane, DNS:*.default.svc, IP Address:10.96.0.1, IP Address:10.0.0.10')
  expect(certificate.checkPrivateKey(createPrivateKey(server.key))).toBe(true)
  expect(new X509Certificate(admin.certificate).subject).toBe('O=kubeadm:cluster-admins\nCN=kubernetes-admin')
  expect(() => createSecureContext({ cert: server.certificate, key: server.key, ca: ca.certificate })).not.toThrow()
})

test('we read what we issued, the same at every start', () => {
  expect(parseCertificate(admin.certificate)).toMatchObject({
    commonName: 'kubernetes-admin',
    organizations: ['kubeadm:cluster-admins'],
    issuerName: 'kubernetes',
    notBefore,
    notAfter: notBefore + year,
    usages: ['client'],
    isAuthority: false,
    fingerprint: new X509Certificate(admin.certificate).fingerprint256.replace(/:/g, '').toLowerCase(),
  })
  expect(createAuthority({ seed, commonName: 'kubernetes', notBefore, notAfter: notBefore + 10 * year })).toEqual(ca)
  expect(parseCertificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).toBeUndefined()
})

test('a certificate can be of another authority, expired, or for another host', () => {
  const other = createAuthority({ seed, commonName: 'other', notBefore, notAfter: notBefore + year })
  const impostor = createAuthority({ seed: createSeed(8), commonName: 'kubernetes', notBefore, notAfter: notBefore + year })
  expect(verifyCertificate(admin.certificate, ca.certificate, notBefore)).toBeUndefined()
  expect(verifyCertificate(admin.certificate, other.certificate + ca.certificate, notBefore)).toBeUndefined()
  expect(verifyCertificate(admin.certificate, other.certificate, notBefore)).toBe('x509: certificate signed by unknown authority')
  expect(verifyCertificate(admin.certificate, impostor.certificate, notBefore)).toBe('x509: certificate signed by unknown authority')
  expect(verifyCertificate(admin.certificate, ca.certificate, notBefore + year + 1000)).toBe(
    'x509: certificate has expired or is not yet valid: current time 2027-11-20T20:00:01Z is after 2027-11-20T20:00:00Z',
  )
  expect(verifyHost(server.certificate, '10.0.0.10')).toBeUndefined()
  expect(verifyHost(server.certificate, '10.0.0.99')).toBe('x509: certificate is valid for 10.96.0.1, 10.0.0.10, not 10.0.0.99')
  expect(verifyHost(server.certificate, 'web.default.svc')).toBeUndefined()
})

test('tokens are signed, checked, and verified by Node too', () => {
  const key = createKey(seed, 'sa')
  const token = signToken({ sub: 'system:serviceaccount:default:default' }, privateKeyPem(key))
  const pem = publicKeyPem(key.point)
  expect(verifyToken(token, [publicKeyPem(createKey(seed, 'other').point), pem])).toEqual({ sub: 'system:serviceaccount:default:default' })
  expect(verifyToken(`${token.slice(0, -4)}AAAA`, [pem])).toBeUndefined()
  expect(parsePublicKey(privateKeyPem(key))).toEqual(key.point)
  const [header, payload, signature] = token.split('.')
  const verifier = createVerify('sha256').update(`${header}.${payload}`)
  expect(verifier.verify({ key: createPublicKey(pem), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(true)
})
