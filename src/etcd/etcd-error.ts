/** What etcd answers when it refuses a request; `message` as its clients print it. */
export class EtcdError extends Error {
  readonly reason: 'compacted' | 'future' | 'lease-not-found' | 'lease-exists' | 'duplicate-key' | 'unavailable'
  constructor(reason: EtcdError['reason']) {
    super(texts[reason])
    this.name = 'EtcdError'
    this.reason = reason
  }
}

// etcd: api/v3/v3rpc/rpctypes/error.go
const texts: Readonly<Record<EtcdError['reason'], string>> = {
  compacted: 'etcdserver: mvcc: required revision has been compacted',
  future: 'etcdserver: mvcc: required revision is a future revision',
  'lease-not-found': 'etcdserver: requested lease not found',
  'lease-exists': 'etcdserver: lease already exists',
  'duplicate-key': 'etcdserver: duplicate key given in txn request',
  unavailable: 'etcdserver: request timed out',
}
