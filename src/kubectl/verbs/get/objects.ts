import { throwAll } from '../../errors.ts'
import type { LooseObject } from '../../object.ts'
import { customColumns, customColumnsText, objectPrinter, splitFormat } from '../../printers/index.ts'
import { sortBy } from '../../sorting.ts'
import type { Invocation } from '../../verb.ts'
import { ask, objectsOf } from './query.ts'

/** `kubectl get -o yaml` and the like: whole objects, several of them as a List. */
export const getObjects = async (invocation: Invocation): Promise<number> => {
  const { flags, process } = invocation
  const output = flags.string('output')
  const [format, argument] = splitFormat(output)
  const columns = format.startsWith('custom-columns') ? customColumns(invocation, format, argument) : undefined
  const printer = columns ? undefined : objectPrinter(invocation, output)!
  const { answers, errors, single } = await ask(invocation, false, false)
  if (errors.length > 0 && answers.length === 0) throwAll(errors)
  const found = answers.flatMap(objectsOf) as readonly LooseObject[]
  const objects = flags.string('sort-by') ? sortBy(process, flags.string('sort-by'), found, (object) => object) : found
  if (columns) await invocation.out(customColumnsText(columns, objects, !flags.boolean('no-headers')))
  else if (format === 'name') await invocation.out(objects.map((object) => printer!(object)).join(''))
  else if (single && objects.length === 1) await invocation.out(printer!(objects[0]!))
  else if (!(single && objects.length === 0)) {
    await invocation.out(printer!({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects }))
  }
  throwAll(errors)
  return 0
}
