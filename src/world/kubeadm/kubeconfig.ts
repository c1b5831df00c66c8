import { encode, toYaml, toBase64 } from '../../base/index.ts'

const base64 = (text: string): string => toBase64(encode(text))

type Credentials = { readonly certificate: string; readonly key: string } | { readonly certificateFile: string; readonly keyFile: string }

/** A kubeconfig with one cluster, user and context, as kubeadm writes it. */
export const kubeconfig = (options: {
  readonly server: string
  readonly authority: string
  readonly user: string
  readonly credentials: Credentials
}): string => {
  const { server, authority, user, credentials } = options
  const context = `${user}@kubernetes`
  return toYaml({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': base64(authority), server }, name: 'kubernetes' }],
    contexts: [{ context: { cluster: 'kubernetes', user }, name: context }],
    'current-context': context,
    kind: 'Config',
    users: [
      {
        name: user,
        user:
          'certificate' in credentials
            ? { 'client-certificate-data': base64(credentials.certificate), 'client-key-data': base64(credentials.key) }
            : { 'client-certificate': credentials.certificateFile, 'client-key': credentials.keyFile },
      },
    ],
  })
}
