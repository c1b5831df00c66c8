import type { Invocation } from '../verb.ts'
import type { LooseObject } from '../object.ts'
import { basicFormats, objectPrinter, type Printer } from './printer.ts'
import { objectName } from './object-name.ts'

/**
 * The printer of verbs that change things: by -o, or `deployment.apps/web created` with the operation. `-o name` prints the name
 * alone. One printer serves a whole command.
 */
export const resultPrinter = (invocation: Invocation, sorted = true): ((object: LooseObject, operation: string) => string) => {
  const output = invocation.flags.has('output') ? invocation.flags.string('output') : ''
  const printer: Printer | undefined = objectPrinter(invocation, output, basicFormats, sorted)
  return (object, operation) => (printer ? printer(object) : `${objectName(object)} ${operation}\n`)
}
