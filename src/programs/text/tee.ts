import { SystemError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'

export const tee: Program = {
  name: 'tee',
  summary: 'Copies its input to files and on.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [{ letter: 'a', long: 'append' }, { letter: 'i', long: 'ignore-interrupts' }, { letter: 'p' }],
      gnuWording('tee'),
    )
    let code = 0
    const paths: string[] = []
    for (const path of options.operands) {
      try {
        process.files.write(path, '', { append: options.has('append') })
        paths.push(path)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`tee: ${path}: ${error.message}\n`)
        code = 1
      }
    }
    for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read()) {
      for (const path of paths) if (path !== '/dev/null') process.files.write(path, chunk, { append: true })
      await process.stdout.write(chunk)
    }
    return code
  },
}
