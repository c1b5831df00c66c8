import { SystemError, UsageError } from '../base/index.ts'
import type { Process, Program } from '../machine/index.ts'

const textOf = (process: Process, path: string): string => {
  try {
    return process.files.readText(path)
  } catch (error) {
    // A name that does not exist yet begins an empty file; anything else is the person's to know.
    if (error instanceof SystemError && error.code === 'ENOENT') return ''
    throw error
  }
}

/** An editor by its usual name. @simplified: every editor is the page's own, with vim's keys unless they were turned off; without a page there is none. */
const editor = (name: string): Program => ({
  name,
  summary: 'Edits a file.',
  async run(process) {
    const paths = process.argv.slice(1).filter((word) => !/^[-+]/.test(word))
    const edit = process.tty?.edit
    if (!edit) throw new UsageError(`${name}: Expected a terminal with an editor but found none.`)
    if (paths.length === 0) throw new UsageError(`${name}: Expected a file to edit but found none.`)
    for (const path of paths) {
      const whole = process.files.resolve(path)
      const { text } = await edit({ machine: process.machine.hostname, path: whole, text: textOf(process, whole) })
      // vim ends the last line of what it writes.
      if (text !== undefined) process.files.write(whole, text === '' || text.endsWith('\n') ? text : `${text}\n`)
    }
    return 0
  },
})

export const editors: readonly Program[] = ['vi', 'vim', 'nvim', 'nano'].map(editor)
