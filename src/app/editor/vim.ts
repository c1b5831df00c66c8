import { initVimMode, VimMode } from 'monaco-vim'
import type { monaco } from './monaco.ts'

type Editor = ReturnType<typeof monaco.editor.create>

export interface VimActions {
  write(): void
  /** `force` leaves what is not written. */
  quit(force: boolean): void
  writeAndQuit(): void
}
interface VimCommands {
  defineEx(name: string, short: string, run: (adapter: { editor: Editor }, parameters: { argString?: string }) => void): void
}

const actions = new WeakMap<Editor, VimActions>()
const { Vim } = VimMode as typeof VimMode & { Vim: VimCommands }

Vim.defineEx('write', 'w', ({ editor }) => actions.get(editor)?.write())
Vim.defineEx('quit', 'q', ({ editor }, { argString }) => actions.get(editor)?.quit(argString?.trim() === '!'))
Vim.defineEx('wq', 'wq', ({ editor }) => actions.get(editor)?.writeAndQuit())
Vim.defineEx('xit', 'x', ({ editor }) => actions.get(editor)?.writeAndQuit())

/** Gives an editor vim's keys; returns how to take them away. */
export function useVim(editor: Editor, status: HTMLElement, what: VimActions): () => void {
  actions.set(editor, what)
  const mode = initVimMode(editor as never, status)
  return () => {
    mode.dispose()
    actions.delete(editor)
  }
}
