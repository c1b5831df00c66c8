import { encode, toYaml } from '../../base/index.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const base64 = (text: string): string => {
  const bytes = encode(text)
  let result = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const bits = (a! << 16) | (b << 8) | c
    for (let digit = 0; digit < 4; digit++) result += i + digit > bytes.length ? '=' : alphabet[(bits >> (18 - 6 * digit)) & 63]
  }
  return result
}

type Credentials =
  | { readonly certificate: string; readonly key: string }
  | { readonly certificateFile: string; readonly keyFile: string }

/** A kubeconfig with one cluster, user and context, as kubeadm writes it. */
export const kubeconfig = (options: { readonly server: string; readonly authority: string; readonly user: string; readonly credentials: Credentials }): string => {
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
