import { throwAll } from '../../errors.ts'
import type { Resource } from '../../discovery.ts'
import { listAt, textAt } from '../../object.ts'
import {
  alignColumns,
  isTable,
  readTable,
  rowObject,
  tableCells,
  tableHeader,
  type Table,
  type TableOptions,
  type TableRow,
} from '../../printers/index.ts'
import { sortBy } from '../../sorting.ts'
import type { Invocation } from '../../verb.ts'
import { ask, objectsOf, type Answer } from './query.ts'

interface Group {
  readonly resource: Resource
  readonly table: Table
  readonly rows: readonly TableRow[]
}

/** A table of names and ages for what came without one. */
const plainTable = (answer: Answer): Table => ({
  columnDefinitions: [{ name: 'Name', format: 'name' }, { name: 'Age' }],
  rows: objectsOf(answer).map((object) => ({ cells: [textAt(object, 'metadata', 'name'), '<unknown>'], object })),
})

export const tableOf = (answer: Answer): Table => (isTable(answer.body) ? readTable(answer.body) : plainTable(answer))

/** Answers about one type that follow each other make one table. */
const groupAnswers = (answers: readonly Answer[]): readonly Group[] => {
  const groups: { resource: Resource; table: Table; rows: TableRow[] }[] = []
  for (const answer of answers) {
    const table = tableOf(answer)
    if (groups.at(-1)?.resource === answer.resource) groups.at(-1)!.rows.push(...table.rows)
    else groups.push({ resource: answer.resource, table, rows: [...table.rows] })
  }
  return groups
}

export const tableOptions = ({ flags }: Invocation, withKind: boolean): Omit<TableOptions, 'withNamespace'> => ({
  wide: flags.string('output') === 'wide',
  withKind,
  showLabels: flags.boolean('show-labels'),
  labelColumns: flags.list('label-columns'),
})

const groupText = (invocation: Invocation, group: Group, options: Omit<TableOptions, 'withNamespace'>): string => {
  const { flags, process } = invocation
  const own = { ...options, withNamespace: flags.boolean('all-namespaces') && group.resource.namespaced }
  const field = flags.string('sort-by')
  const rows = field ? sortBy(process, field, group.rows, rowObject) : group.rows
  if (rows.length === 0) return ''
  const header = flags.boolean('no-headers') ? [] : [tableHeader(group.table, own)]
  return alignColumns([...header, ...rows.map((row) => tableCells(group.table, row, group.resource, own))])
}

/** What kubectl says when it found nothing. */
export const nothingFound = (invocation: Invocation, namespaced: boolean): string =>
  namespaced && !invocation.flags.boolean('all-namespaces')
    ? `No resources found in ${invocation.namespace} namespace.\n`
    : 'No resources found\n'

/** `kubectl get` as a table for people. */
export const getTables = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const { answers, errors, kinds } = await ask(invocation, true, flags.string('sort-by') !== '')
  const options = tableOptions(invocation, flags.boolean('show-kind') || kinds > 1)
  const texts = groupAnswers(answers)
    .map((group) => groupText(invocation, group, options))
    .filter((text) => text !== '')
  await invocation.out(texts.join(flags.boolean('no-headers') ? '' : '\n'))
  if (texts.length === 0 && errors.length === 0 && !flags.boolean('ignore-not-found')) {
    await invocation.error(
      nothingFound(
        invocation,
        answers.some(({ resource }) => resource.namespaced),
      ),
    )
  }
  throwAll(errors)
  return 0
}

export { listAt }
