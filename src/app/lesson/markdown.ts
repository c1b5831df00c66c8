import DOMPurify from 'dompurify'
import { Marked, type Token, type Tokens } from 'marked'
import { commandsOf } from './commands.ts'

export type Block = { readonly html: string } | { readonly commands: readonly string[] }
export interface Step {
  readonly title: string
  readonly blocks: readonly Block[]
  readonly commands: readonly string[]
}
export interface LessonText {
  readonly intro: readonly Block[]
  readonly steps: readonly Step[]
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** `$ command` in a code span runs; any other span is a word. */
const marked = new Marked({
  renderer: {
    codespan({ text }) {
      const command = text.match(/^\$\s+(.+)$/)?.[1]
      if (command === undefined) return `<code>${escape(text)}</code>`
      return `<button class="run" data-command="${escape(command)}"><code>${escape(command)}</code></button>`
    },
    link({ href, tokens }) {
      return `<a href="${escape(href)}" target="_blank" rel="noopener noreferrer">${this.parser.parseInline(tokens)}</a>`
    },
  },
})

const clean = (html: string): string => DOMPurify.sanitize(html, { ADD_ATTR: ['target', 'data-command'] })

/** CommonMark leaves `**+**로` as it is, since a letter follows the punctuation; in Korean a particle always does. */
const withKoreanEmphasis = (markdown: string): string =>
  markdown.replace(/\*\*([^*`\n]+)\*\*(?=\p{Script=Hangul})/gu, '<strong>$1</strong>')

/** Splits a lesson's Markdown into its introduction and its steps (`## `); `bash` blocks become commands. */
export function parseLesson(markdown: string): LessonText {
  const intro: Token[] = []
  const steps: { title: string; tokens: Token[] }[] = []
  for (const token of marked.lexer(withKoreanEmphasis(markdown))) {
    if (token.type === 'heading' && (token as Tokens.Heading).depth === 1) continue
    if (token.type === 'heading' && (token as Tokens.Heading).depth === 2)
      steps.push({ title: clean(marked.parseInline((token as Tokens.Heading).text) as string), tokens: [] })
    else (steps.at(-1)?.tokens ?? intro).push(token)
  }
  return {
    intro: blocksOf(intro),
    steps: steps.map(({ title, tokens }) => {
      const blocks = blocksOf(tokens)
      return { title, blocks, commands: blocks.flatMap((block) => ('commands' in block ? block.commands : inlineCommands(block.html))) }
    }),
  }
}

function blocksOf(tokens: readonly Token[]): readonly Block[] {
  const blocks: Block[] = []
  let text: Token[] = []
  const flush = (): void => {
    if (text.some((token) => token.type !== 'space')) blocks.push({ html: clean(marked.parser(text)) })
    text = []
  }
  for (const token of tokens) {
    if (token.type === 'code' && /^(bash|sh|shell|console)$/.test((token as Tokens.Code).lang?.split(' ')[0] ?? '')) {
      flush()
      blocks.push({ commands: commandsOf((token as Tokens.Code).text) })
    } else text.push(token)
  }
  flush()
  return blocks
}

function inlineCommands(html: string): readonly string[] {
  return [...html.matchAll(/data-command="([^"]*)"/g)].map(([, command = '']) =>
    command.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  )
}
