import { qualifiedKind, type Resource } from '../discovery.ts'
import { at, listAt, mapAt, numberAt, textAt, valuesAt } from '../object.ts'

/** A server's Table, as far as kubectl looks at it. */
export interface Table {
  readonly columnDefinitions: readonly {
    readonly name: string
    readonly type?: string
    readonly format?: string
    readonly priority?: number
  }[]
  readonly rows: readonly TableRow[]
}

export interface TableRow {
  readonly cells: readonly unknown[]
  readonly object?: unknown
}

export const isTable = (body: unknown): boolean => textAt(body, 'kind') === 'Table'

export const readTable = (body: unknown): Table => ({
  columnDefinitions: listAt(body, 'columnDefinitions').map((column) => ({
    name: textAt(column, 'name'),
    type: textAt(column, 'type'),
    format: textAt(column, 'format'),
    priority: numberAt(column, 'priority'),
  })),
  rows: listAt(body, 'rows').map((row) => ({ cells: valuesAt(row, 'cells'), object: row['object'] })),
})

export interface TableOptions {
  readonly wide: boolean
  readonly withNamespace: boolean
  readonly withKind: boolean
  readonly showLabels: boolean
  readonly labelColumns: readonly string[]
  /** A first column EVENT: `--output-watch-events`. */
  readonly withEvent?: boolean
}

const cellText = (value: unknown): string => {
  if (value === undefined || value === null) return '<none>'
  return String(value).replaceAll('\t', ' ').split('\n')[0]! + (String(value).includes('\n') ? '...' : '')
}

const labelsText = (labels: Readonly<Record<string, unknown>>): string => {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length === 0 ? '<none>' : pairs.map(([name, value]) => `${name}=${String(value)}`).join(',')
}

const labelHeader = (label: string): string => label.slice(label.lastIndexOf('/') + 1).toUpperCase()

const shownColumns = (table: Table, wide: boolean): readonly number[] =>
  table.columnDefinitions.flatMap(({ priority = 0 }, index) => (priority === 0 || wide ? [index] : []))

/** The header of a table's shown columns. */
export const tableHeader = (table: Table, options: TableOptions): readonly string[] => [
  ...(options.withEvent ? ['EVENT'] : []),
  ...(options.withNamespace ? ['NAMESPACE'] : []),
  ...shownColumns(table, options.wide).map((index) => table.columnDefinitions[index]!.name.toUpperCase()),
  ...options.labelColumns.map(labelHeader),
  ...(options.showLabels ? ['LABELS'] : []),
]

/** The shown cells of one row. */
export const tableCells = (
  table: Table,
  row: TableRow,
  resource: Resource | undefined,
  options: TableOptions,
  event = '',
): readonly string[] => {
  const shown = shownColumns(table, options.wide)
  const labels = mapAt(row.object, 'metadata', 'labels')
  const named = table.columnDefinitions.findIndex(({ format }) => format === 'name')
  const nameColumn = named < 0 ? 0 : named
  return [
    ...(options.withEvent ? [event] : []),
    ...(options.withNamespace ? [textAt(row.object, 'metadata', 'namespace')] : []),
    ...shown.map(
      (index) => (index === nameColumn && options.withKind && resource ? `${qualifiedKind(resource)}/` : '') + cellText(row.cells[index]),
    ),
    ...options.labelColumns.map((label) => String(labels[label] ?? '')),
    ...(options.showLabels ? [labelsText(labels)] : []),
  ]
}

/** The object behind a row, if the server sent it (includeObject). */
export const rowObject = (row: TableRow): unknown => at(row, 'object')
