import { SystemError } from '../../base/index.ts'
import type { Process } from '../../machine/index.ts'

/** Does something for each operand; a failed one is told in the program's words and the rest go on. Returns the exit code. */
export const forEach = async (
  process: Process,
  operands: readonly string[],
  operate: (operand: string) => void | Promise<void>,
  wording: (operand: string, error: SystemError) => string,
  exitCode = 1,
): Promise<number> => {
  let code = 0
  for (const operand of operands) {
    try {
      await operate(operand)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await process.printError(`${wording(operand, error)}\n`)
      code = exitCode
    }
  }
  return code
}

export const missingOperand = (program: string): string => `${program}: missing operand\nTry '${program} --help' for more information.`
