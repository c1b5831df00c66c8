import type { KubeObject } from '../api/index.ts'
import type { Cancel, StatusBody } from '../base/index.ts'
import { prefixEnd } from '../etcd/index.ts'
import type { HttpResponse, StreamSink } from '../machine/index.ts'
import type { ResourceCall } from './context.ts'
import { listPrefix, objectKey } from './keys.ts'
import { mustBeValidListOptions, readListOptions, type ListRequest } from './list-options.ts'
import { eventPresenter, type PresentEvent } from './negotiate.ts'
import { apiVersionOf } from './registry.ts'
import { readSelection, type Selection } from './selectors.ts'
import { failure } from './status.ts'
import { lastSeen, toChange, type Change, type Watcher } from './watch-hub.ts'

/** GET with `watch`: a stream of what happens to the objects that the selectors match. */
export const handleWatch = (call: ResourceCall): HttpResponse => {
  const options = readListOptions(call.info.query)
  mustBeValidListOptions(options, true)
  const named = call.name === '' ? [] : [{ field: 'metadata.name', value: call.name, equal: true }]
  const selection = readSelection(call.kind, call.info.query)
  const narrowed: Selection =
    call.name === ''
      ? selection
      : {
          ...selection,
          fields: [...selection.fields, ...named],
          selects: (object) => object.metadata.name === call.name && selection.selects(object),
        }
  return {
    status: 200,
    headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/json' },
    stream: (sink) => new WatchStream(call, options, narrowed, sink).start(),
  }
}

/** One watch: from the state or a past revision on, until either side hangs up or the time is over. */
class WatchStream {
  readonly #call: ResourceCall
  readonly #options: ListRequest
  readonly #selection: Selection
  readonly #sink: StreamSink
  readonly #present: PresentEvent
  #cancel: readonly Cancel[] = []
  #over = false

  constructor(call: ResourceCall, options: ListRequest, selection: Selection, sink: StreamSink) {
    this.#call = call
    this.#options = options
    this.#selection = selection
    this.#sink = sink
    this.#present = eventPresenter(call)
  }

  start(): Cancel {
    const { store, server } = this.#call
    const { resourceVersion, timeoutSeconds } = this.#options
    if (resourceVersion !== undefined && resourceVersion > 0 && resourceVersion < store.compacted) {
      this.#fail(tooOld(resourceVersion, store.compacted))
      return () => undefined
    }
    this.#tellPast()
    if (this.#over) return () => undefined
    const cancels = [server.watches.add(this.#watcher())]
    if (timeoutSeconds !== undefined && timeoutSeconds > 0) cancels.push(server.clock.after(timeoutSeconds * 1000, () => this.#end()))
    this.#cancel = cancels
    return () => this.#hangUp()
  }

  /** The state now, if the client knows nothing yet, or what happened since the revision that it knows. */
  #tellPast(): void {
    const { store, kind, namespace } = this.#call
    const prefix = listPrefix(kind, namespace)
    const { resourceVersion, sendInitialEvents } = this.#options
    if (resourceVersion === undefined || resourceVersion === 0 || sendInitialEvents) {
      if (sendInitialEvents !== false) {
        for (const { value } of store.range(prefix, prefixEnd(prefix))) {
          if (this.#selection.selects(value as KubeObject)) this.#push('ADDED', value as KubeObject)
        }
      }
      if (sendInitialEvents && this.#options.allowWatchBookmarks) this.#bookmark(store.revision, { 'k8s.io/initial-events-end': 'true' })
      return
    }
    const stop = store.watch(prefix, prefixEnd(prefix), resourceVersion + 1, (event) => this.#tell(toChange(event)))
    stop()
  }

  #watcher(): Watcher {
    const { kind, namespace } = this.#call
    const equal = (field: string) => this.#selection.fields.find((each) => each.field === field && each.equal)?.value
    const name = equal('metadata.name')
    const nodeName = equal('spec.nodeName')
    return {
      kind,
      prefix: listPrefix(kind, namespace),
      ...(name && (namespace || !kind.namespaced) ? { key: objectKey(kind, { name, ...(namespace ? { namespace } : {}) }) } : {}),
      ...(nodeName ? { nodeName } : {}),
      bookmarks: this.#options.allowWatchBookmarks,
      change: (change) => this.#tell(change),
      bookmark: (revision) => this.#bookmark(revision),
      closed: () => this.#end(),
    }
  }

  /** What comes into sight is added, what goes out of sight is deleted, whatever happened to it. */
  #tell(change: Change): void {
    if (this.#over) return
    const now = change.now && this.#selection.selects(change.now) ? change.now : undefined
    const before = change.before && this.#selection.selects(change.before) ? change.before : undefined
    if (now) this.#push(before ? 'MODIFIED' : 'ADDED', now)
    else if (before) this.#push('DELETED', lastSeen(before, change.revision))
  }

  #push(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    this.#sink.push(this.#present(type, object))
  }

  #bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    const { kind } = this.#call
    const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...(annotations ? { annotations } : {}) }
    this.#sink.push({ type: 'BOOKMARK', object: { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata } })
  }

  #fail(status: StatusBody): void {
    this.#sink.push({ type: 'ERROR', object: status })
    this.#end()
  }

  #end(): void {
    if (this.#over) return
    this.#hangUp()
    this.#sink.end()
  }

  #hangUp(): void {
    this.#over = true
    for (const cancel of this.#cancel) cancel()
  }
}

const tooOld = (wanted: number, oldest: number): StatusBody =>
  failure(410, 'Expired', `too old resource version: ${wanted} (${oldest})`).status
