import type { Endpoint, Process } from '../../machine/index.ts'
import { verifyCertificate, verifyHost } from '../../pki/index.ts'

/** Why a server's certificate is not trusted, in curl's words, or undefined. */
export const verifyServer = (
  process: Process,
  endpoint: Endpoint,
  host: string,
  options: { readonly insecure: boolean; readonly authority?: string },
): { readonly code: number; readonly text: string } | undefined => {
  const { tls } = endpoint.listener
  if (!tls) return { code: 35, text: 'OpenSSL/3.0.13: error:0A00010B:SSL routines::wrong version number' }
  if (options.insecure) return undefined
  const problem =
    options.authority === undefined
      ? 'unable to get local issuer certificate'
      : verifyCertificate(tls.certificate, options.authority, process.clock.now)
  const help =
    '\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.'
  if (problem) return { code: 60, text: `SSL certificate problem: ${problem}${help}` }
  const mismatch = verifyHost(tls.certificate, host)
  return mismatch ? { code: 60, text: `SSL: no alternative certificate subject name matches target host name '${host}'${help}` } : undefined
}
