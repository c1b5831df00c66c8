import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/suggest/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/shell/register'
import 'monaco-editor/languages/definitions/yaml/register'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

/** The editor's colours from the tokens of the theme that is shown; returns the theme's name. */
export function editorTheme(shown: 'dark' | 'light'): string {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  const plain = (name: string): string => token(name).replace('#', '')
  monaco.editor.defineTheme('bottleship', {
    base: shown === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: plain('--tx-1') },
      { token: 'type', foreground: plain('--a-blue') },
      { token: 'string', foreground: plain('--a-green') },
      { token: 'number', foreground: plain('--a-cyan') },
      { token: 'keyword', foreground: plain('--a-mag') },
      { token: 'comment', foreground: plain('--tx-3') },
      { token: 'operators', foreground: plain('--tx-2') },
    ],
    colors: {
      'editor.background': token('--term-bg'),
      'editor.foreground': token('--tx-1'),
      'editorLineNumber.foreground': token('--tx-3'),
      'editorLineNumber.activeForeground': token('--tx-1'),
      'editorCursor.foreground': token('--tx-1'),
      'editor.lineHighlightBackground': token('--bg-1'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': `${token('--accent')}44`,
      'editorIndentGuide.background1': token('--line'),
      'editorWidget.background': token('--bg-2'),
      'editorWidget.border': token('--line-2'),
      focusBorder: token('--accent'),
    },
  })
  return 'bottleship'
}

export function languageOf(path: string): string {
  if (/\.(ya?ml)$|kubectl-edit/.test(path)) return 'yaml'
  return /\.(sh|bashrc|bash_profile|profile)$|\/\.(bashrc|profile)$/.test(path) ? 'shell' : 'plaintext'
}

export { monaco }
