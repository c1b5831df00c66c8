import { SystemError, UsageError } from '../base/index.ts'
import type { Process } from '../machine/index.ts'

/** The words of KUBE_EDITOR or EDITOR; what needs a shell's quoting is left to the shell (util/editor/editor.go). */
const editorCommand = (process: Process, path: string): { readonly argv: readonly string[]; readonly shown: string } => {
  const editor = process.env.get('KUBE_EDITOR') || process.env.get('EDITOR') || 'vi'
  if (!editor.includes(' ')) return { argv: [editor, path], shown: editor }
  if (!/["'\\]/.test(editor)) {
    const words = editor.split(' ')
    return { argv: [...words, path], shown: words.join(' ') }
  }
  const shell = process.env.get('SHELL') || '/bin/bash'
  return { argv: [shell, '-c', `${editor} ${JSON.stringify(path)}`], shown: `${shell} -c ${editor}` }
}

const pageEditors = ['vi', 'vim', 'nano', 'emacs', 'code']

const baseName = (path: string): string => path.split('/').at(-1)!

/** Lets the person at the terminal edit the file in the page's editor. */
const editOnPage = async (process: Process, path: string): Promise<boolean> => {
  const edit = process.tty?.edit
  if (!edit) return false
  const result = await edit({ machine: process.machine.hostname, path, text: process.files.readText(path) })
  if (result.text !== undefined) process.files.write(path, result.text)
  return true
}

const launch = async (process: Process, path: string): Promise<void> => {
  const { argv, shown } = editorCommand(process, path)
  if (pageEditors.includes(baseName(argv[0]!)) && (await editOnPage(process, path))) return
  let code: number
  try {
    const { stdin, stdout, stderr, tty } = process
    code = await process.spawn(argv, { stdin, stdout, stderr, ...(tty ? { tty } : {}) }).exited
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(
      error.code === 'ENOENT' && !argv[0]!.includes('/')
        ? `unable to launch the editor ${JSON.stringify(shown)}`
        : `there was a problem with the editor ${JSON.stringify(shown)}`,
    )
  }
  if (code !== 0) throw new UsageError(`there was a problem with the editor ${JSON.stringify(shown)}`)
}

/** Writes a text to a new file in /tmp, has it edited, and answers the file with its new text. */
export const editText = async (
  process: Process,
  text: string,
  extension: string,
  round: number,
): Promise<{ readonly path: string; readonly text: string }> => {
  const number = process.machine.seed('kubectl-edit', process.pid, process.clock.now, round) % 4_294_967_296
  const path = `${process.env.get('TMPDIR') || '/tmp'}/kubectl-edit-${number}${extension}`
  process.files.write(path, text, { mode: 0o600 })
  await launch(process, path)
  return { path, text: process.files.readText(path) }
}
