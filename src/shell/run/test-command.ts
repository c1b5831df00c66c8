import type { TestExpression } from 'unbash'
import { fnmatch, posixRegex, RegexError } from '../../base/index.ts'
import { ShellFailure } from '../control.ts'
import { evaluateExpanded, expandPattern, expandRegex, expandText } from '../expand/words.ts'
import { evaluate } from '../expand/arithmetic.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assignArray } from '../variable-access.ts'
import { compareFiles, compareNumbers, testUnary } from './conditions.ts'
import { complain } from './output.ts'

/** `[[ ... ]]`: 0, 1, or 2 for a bad expression. */
export function* runTest(shell: Shell, expression: TestExpression): Steps<number> {
  try {
    return (yield* holds(shell, expression)) ? 0 : 1
  } catch (error) {
    if (error instanceof RegexError || error instanceof SyntaxError) return 2
    if (!(error instanceof ShellFailure) || error.fatal) throw error
    yield* complain(shell, `[[: ${error.message}`)
    return 1
  }
}

function* holds(shell: Shell, expression: TestExpression): Steps<boolean> {
  switch (expression.type) {
    case 'TestLogical': {
      const isAnd = expression.operator === '&&'
      for (const operand of expression.operands) if ((yield* holds(shell, operand)) !== isAnd) return !isAnd
      return isAnd
    }
    case 'TestNot':
      return (yield* holds(shell, expression.operand)) !== (expression.negations.length % 2 === 1)
    case 'TestGroup':
      return yield* holds(shell, expression.expression)
    case 'TestUnary': {
      const operand = yield* expandText(shell, expression.operand)
      return testUnary(shell, expression.operator, operand)
    }
    case 'TestBinary':
      return yield* binary(shell, expression)
  }
}

function* binary(shell: Shell, { operator, left, right }: Extract<TestExpression, { type: 'TestBinary' }>): Steps<boolean> {
  const ignoreCase = shell.shopt.has('nocasematch')
  const text = yield* expandText(shell, left)
  if (compareNumbers[operator])
    return compareNumbers[operator](
      evaluate(shell, text),
      yield* evaluateExpanded(shell, right.parts ? yield* expandText(shell, right) : right.value),
    )
  switch (operator) {
    case '=':
    case '==':
      return fnmatch(yield* expandPattern(shell, right), text, { ignoreCase })
    case '!=':
      return !fnmatch(yield* expandPattern(shell, right), text, { ignoreCase })
    case '<':
      return text < (yield* expandText(shell, right))
    case '>':
      return text > (yield* expandText(shell, right))
    case '=~': {
      const match = posixRegex(yield* expandRegex(shell, right), { extended: true, ignoreCase }).exec(text)
      assignArray(shell, 'BASH_REMATCH', match ? [...match].map((value) => ({ value: value ?? '' })) : [])
      return match !== null
    }
    default:
      return compareFiles(shell, operator, text, yield* expandText(shell, right))
  }
}
