import type { JsonObject } from '../api/index.ts'
import { resultPrinter } from './printers/index.ts'
import type { LooseObject } from './object.ts'
import type { Invocation } from './verb.ts'

type ResultPrinter = ReturnType<typeof resultPrinter>

/** The one printer of an invocation: it remembers what it printed, for the `---` between YAML documents. */
const printers = new WeakMap<Invocation, ResultPrinter>()

/** Makes the printer of -o, so that a format that is none fails before anything happens; `sorted: false` for typed objects made here. */
export const preparePrinter = (invocation: Invocation, sorted = true): ResultPrinter => {
  const known = printers.get(invocation)
  if (known) return known
  const printer = resultPrinter(invocation, sorted)
  printers.set(invocation, printer)
  return printer
}

/** Prints what a verb did to an object: `deployment.apps/web created`, or the object in the form of -o. */
export const printResult = async (invocation: Invocation, object: JsonObject, operation: string): Promise<number> => {
  await invocation.out(preparePrinter(invocation)(object as LooseObject, operation))
  return 0
}

/** The same for verbs that take a new printer for each object (label, patch, apply, rollout). */
export const printAlone = async (invocation: Invocation, object: JsonObject, operation: string): Promise<number> => {
  await invocation.out(resultPrinter(invocation)(object as LooseObject, operation))
  return 0
}
