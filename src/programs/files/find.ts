import { SystemError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { FindExpression, type Entry } from './find-expression.ts'

/** Where the names end and the expression begins. */
const startsExpression = (word: string): boolean => /^-./.test(word) || word === '(' || word === '!'

const walk = async (process: Process, expression: FindExpression, start: string): Promise<void> => {
  const fail = async (path: string, error: unknown): Promise<void> => {
    if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
    expression.code = 1
    await process.printError(`find: ‘${path}’: ${error.message}\n`)
  }
  const visit = async (path: string, depth: number): Promise<void> => {
    if (expression.done) return
    let entry: Entry
    try {
      entry = { path, start, depth, stat: process.files.lstat(path), pruned: false }
    } catch (error) {
      return fail(path, error)
    }
    const test = async (): Promise<void> => {
      if (depth >= expression.minDepth) await expression.test(entry)
    }
    if (!expression.depthFirst) await test()
    if (entry.stat.type === 'directory' && depth < expression.maxDepth && !entry.pruned) {
      let names: readonly string[] = []
      try {
        names = process.files.list(path)
      } catch (error) {
        await fail(path, error)
      }
      for (const name of names) await visit(path.endsWith('/') ? path + name : `${path}/${name}`, depth + 1)
    }
    if (expression.depthFirst && !expression.done) await test()
  }
  await visit(start, 0)
}

export const find: Program = {
  name: 'find',
  summary: 'Looks for files.',
  async run(process) {
    const words = process.argv
      .slice(1)
      .filter((word, index, all) => !(/^-[HLP]$/.test(word) && all.slice(0, index).every((one) => /^-[HLP]$/.test(one))))
    const at = words.findIndex(startsExpression)
    const starts = at < 0 ? words : words.slice(0, at)
    const expression = new FindExpression(process, at < 0 ? [] : words.slice(at))
    for (const start of starts.length > 0 ? starts : ['.']) await walk(process, expression, start)
    await expression.finish()
    return expression.code
  },
}
