import { configMaps, namespaces } from '../api/index.ts'
import type { Controller } from '../client/index.ts'
import { isStatus, namespaceTerminating } from './support/index.ts'

const configMapName = 'kube-root-ca.crt'

const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. ' +
  'No other usage is guaranteed across distributions of Kubernetes clusters.'

/** Puts the cluster's CA into each namespace, for Pods to trust the API server by (`pkg/controller/certificates/rootcacertpublisher`). */
export const rootCaPublisher = (rootCa: string): Controller => ({
  name: 'root-ca-certificate-publisher-controller',
  watches: [
    { kind: namespaces, keys: (namespace, _context, { deleted }) => (deleted ? [] : [{ name: namespace.metadata.name }]) },
    { kind: configMaps, keys: ({ metadata }) => (metadata.name === configMapName ? [{ name: metadata.namespace ?? '' }] : []) },
  ],
  reconcile: ({ name }, { cache, client }) => {
    const namespace = cache(namespaces).get({ name })
    if (!namespace || namespace.metadata.deletionTimestamp !== undefined || rootCa === '') return
    const current = cache(configMaps).get({ namespace: name, name: configMapName })
    const annotations = { 'kubernetes.io/description': description }
    const data = { 'ca.crt': rootCa }
    if (
      current?.data?.['ca.crt'] === rootCa &&
      Object.keys(current.data).length === 1 &&
      current.metadata.annotations?.['kubernetes.io/description'] === description
    )
      return
    try {
      if (current)
        client.update(configMaps, {
          ...current,
          data,
          metadata: { ...current.metadata, annotations: { ...current.metadata.annotations, ...annotations } },
        })
      else client.create(configMaps, { metadata: { name: configMapName, namespace: name, annotations }, data })
    } catch (error) {
      if (!isStatus(error, 404) && !namespaceTerminating(error)) throw error
    }
  },
})
