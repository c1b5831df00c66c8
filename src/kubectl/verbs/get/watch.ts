import { UsageError } from '../../../base/index.ts'
import { watchError } from '../../errors.ts'
import type { Resource } from '../../discovery.ts'
import { listAt, textAt, type LooseObject } from '../../object.ts'
import {
  Aligner,
  customColumns,
  customColumnsText,
  isTable,
  objectPrinter,
  readTable,
  splitFormat,
  tableCells,
  tableHeader,
  type TableOptions,
} from '../../printers/index.ts'
import { withKind } from '../../resources.ts'
import { tableAccept, type KubectlSession } from '../../session.ts'
import { resolveTargets, type Target } from '../../targets.ts'
import type { Invocation } from '../../verb.ts'
import { targetQueryOf } from './query.ts'
import { tableOptions } from './tables.ts'

/** Prints what a watch brings, piece by piece. */
interface WatchPrinter {
  readonly accept: string | undefined
  print(event: string, body: unknown): string
}

const tablePrinter = (invocation: Invocation, resource: Resource): WatchPrinter => {
  const aligner = new Aligner()
  const { flags } = invocation
  const options: TableOptions = {
    ...tableOptions(invocation, flags.boolean('show-kind')),
    withNamespace: flags.boolean('all-namespaces') && resource.namespaced,
    withEvent: flags.boolean('output-watch-events'),
  }
  let headerShown = flags.boolean('no-headers')
  let columns: ReturnType<typeof readTable>['columnDefinitions'] = []
  return {
    accept: tableAccept,
    print(event, body) {
      if (!isTable(body)) return ''
      const table = readTable(body)
      if (table.columnDefinitions.length > 0) columns = table.columnDefinitions
      if (table.rows.length === 0) return ''
      const whole = { ...table, columnDefinitions: columns }
      const header = headerShown ? [] : [tableHeader(whole, options)]
      headerShown = true
      return aligner.print([...header, ...table.rows.map((row) => tableCells(whole, row, resource, options, event))])
    },
  }
}

const plainPrinter = (invocation: Invocation, resource: Resource): WatchPrinter => {
  const { flags } = invocation
  const output = flags.string('output')
  const [format, argument] = splitFormat(output)
  const withEvent = flags.boolean('output-watch-events')
  const columns = format.startsWith('custom-columns') ? customColumns(invocation, format, argument) : undefined
  const printer = columns ? undefined : objectPrinter(invocation, output)!
  let headers = !flags.boolean('no-headers')
  return {
    accept: undefined,
    print(event, body) {
      const objects = Array.isArray((body as LooseObject)['items']) ? listAt(body, 'items') : [body as LooseObject]
      return objects
        .map((object) => {
          const whole = withKind(object, resource)
          const shown = withEvent ? { type: event, object: whole } : whole
          if (!columns) return printer!(shown)
          const text = customColumnsText(columns, [shown], headers)
          headers = false
          return text
        })
        .join('')
    },
  }
}

const currentState = (
  session: KubectlSession,
  target: Target,
  printer: WatchPrinter,
  limit: number,
): { readonly body: unknown; readonly version: string } => {
  if (target.type === 'list') {
    const body = session.list(target.resource, target.namespace, { ...target.query, limit: limit || undefined }, printer.accept)
    return { body, version: textAt(body, 'metadata', 'resourceVersion') }
  }
  const body = session.get(target.resource, target.namespace, target.name, printer.accept ? { accept: printer.accept } : {})
  return { body, version: textAt(body, 'metadata', 'resourceVersion') }
}

const selectors = (target: Target): Readonly<Record<string, string>> =>
  target.type === 'list' ? target.query : { fieldSelector: `metadata.name=${target.name}` }

/** `kubectl get -w`: the list, then every change, until it is interrupted or the server ends it. */
export const watchResource = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const query = targetQueryOf(invocation)
  const session = await invocation.connect()
  const { targets } = resolveTargets(session, { ...query, namespace: invocation.namespace })
  if (targets.length !== 1)
    throw new UsageError(
      `watch is only supported on individual resources and resource collections - ${targets.length} resources were found`.replace(
        / - .*/,
        targets.length > 1 ? ` - more than 1 resource was found` : '',
      ),
    )
  const target = targets[0]!
  const [format] = splitFormat(flags.string('output'))
  const human = format === '' || format === 'wide'
  const printer = human ? tablePrinter(invocation, target.resource) : plainPrinter(invocation, target.resource)
  const { body, version } = currentState(session, target, printer, flags.int('chunk-size'))
  if (!flags.boolean('watch-only')) await invocation.out(printer.print('ADDED', body))
  const stream = session.watch(target.resource, target.namespace, { ...selectors(target), resourceVersion: version }, printer.accept)
  const deadline = invocation.requestTimeout > 0 ? invocation.process.clock.now + invocation.requestTimeout : undefined
  // However the watch ends, kubectl takes it as done: get.go drops the error of UntilWithoutRetry.
  for (;;) {
    const event = await stream.next(deadline)
    if (event === undefined || event === 'late') break
    if (event.type === 'ERROR') throw watchError(event.object)
    if (event.type !== 'BOOKMARK') await invocation.out(printer.print(event.type, event.object))
  }
  stream.stop()
  return 0
}
