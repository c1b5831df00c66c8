import { namespaces, serviceAccounts } from '../api/index.ts'
import type { Controller } from '../client/index.ts'
import { isStatus, namespaceTerminating } from './support/index.ts'

/** Sees to it that each namespace has the account `default` (`pkg/controller/serviceaccount`). */
export const serviceAccount: Controller = {
  name: 'serviceaccount-controller',
  watches: [
    { kind: namespaces, keys: (namespace) => [{ name: namespace.metadata.name }] },
    {
      kind: serviceAccounts,
      keys: (account, _context, { deleted }) =>
        deleted && account.metadata.name === 'default' ? [{ name: account.metadata.namespace ?? '' }] : [],
    },
  ],
  reconcile: ({ name }, context) => {
    const namespace = context.cache(namespaces).get({ name })
    if (!namespace || namespace.status?.phase === 'Terminating' || namespace.metadata.deletionTimestamp !== undefined) return
    if (context.cache(serviceAccounts).get({ namespace: name, name: 'default' })) return
    try {
      context.client.create(serviceAccounts, { metadata: { name: 'default', namespace: name } })
    } catch (error) {
      if (!isStatus(error, 409) && !namespaceTerminating(error)) throw error
    }
  },
}
