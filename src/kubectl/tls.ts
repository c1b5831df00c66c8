import { UsageError } from '../base/index.ts'
import type { Endpoint, Process } from '../machine/index.ts'
import { verifyCertificate, verifyHost } from '../pki/index.ts'
import type { ClientConfig } from './client-config.ts'
import type { ConnectionError } from './errors.ts'

/** Checks the certificate that a server showed, as Go's crypto/tls does; throws `fail` of its words. */
export const verifyServer = (
  process: Process,
  config: ClientConfig,
  endpoint: Endpoint,
  host: string,
  fail: (cause: string) => ConnectionError,
): void => {
  const authority = config.certificateAuthority
  if (authority !== undefined && !authority.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError('unable to load root certificates: unable to parse bytes as PEM block')
  const { tls } = endpoint.listener
  if (!tls) throw fail('http: server gave HTTP response to HTTPS client')
  if (config.insecure) return
  const chain = verifyCertificate(tls.certificate, authority ?? '', process.clock.now)
  const expired = chain?.includes('expired') ? chain : undefined
  const problem = expired ?? verifyHost(tls.certificate, config.serverName || host) ?? chain
  if (problem) throw fail(`tls: failed to verify certificate: ${problem.startsWith('x509: ') ? problem : `x509: ${problem}`}`)
}
