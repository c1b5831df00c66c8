import type { LineCounter, YAMLParseError } from 'yaml'

/**
 * How libyaml words an error of the scanner (`scanner`, whose lines count from 1) or of the parser (lines count from 0, so that the
 * number shown is that of the line before).
 */
interface Problem {
  readonly text: string
  readonly scanner: boolean
}
const scanner = (text: string): Problem => ({ text, scanner: true })
const parser = (text: string): Problem => ({ text, scanner: false })

interface Found extends Problem {
  readonly at: number
}

const closing = (message: string): string =>
  message.includes('map') ? "did not find expected ',' or '}'" : "did not find expected ',' or ']'"

const indentation = (error: YAMLParseError, text: string): Problem => {
  if (error.code === 'UNEXPECTED_TOKEN' && /flow/i.test(error.message)) return parser('did not find expected node content')
  const inList = /at node end|in YAML stream/.test(error.message) && /^-\s/m.test(text.slice(0, error.pos[0]))
  return parser(inList ? "did not find expected '-' indicator" : 'did not find expected key')
}

/** A flow collection that the text ends in: a node is missed after `[` or `,`, the closing character after a node. */
const unclosed = (error: YAMLParseError, text: string): Found => {
  const wantsNode = text.slice(error.pos[0]).trim() === '' && /[[{,:]\s*$/.test(text.slice(0, error.pos[0]))
  return { ...parser(wantsNode ? 'did not find expected node content' : closing(error.message)), at: error.pos[0] }
}

const problemOf = (errors: readonly YAMLParseError[], text: string): Found => {
  const error = errors[0]!
  const [start] = error.pos
  const character = text[start] ?? ''
  if (text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 1).includes('\t') || /^[@`%]/.test(character)) {
    return { ...scanner('found character that cannot start any token'), at: start }
  }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { ...scanner('found character that cannot start any token'), at: start }
    case 'BLOCK_AS_IMPLICIT_KEY': {
      // A key that goes on into the next line is found wanting at its colon there.
      const whole = errors.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY')
      return { ...scanner('mapping values are not allowed in this context'), at: whole?.pos[1] ?? start }
    }
    case 'MULTILINE_IMPLICIT_KEY':
      return { ...scanner("could not find expected ':'"), at: error.pos[1] }
    case 'MISSING_CHAR':
      if (/closing .*quote/.test(error.message)) return { ...scanner('found unexpected end of stream'), at: text.length }
      if (/^Flow (sequence|map)/.test(error.message)) return unclosed(error, text)
      return /implicit/i.test(error.message)
        ? { ...scanner("could not find expected ':'"), at: error.pos[1] }
        : { ...parser('did not find expected key'), at: start }
    case 'BAD_INDENT':
    case 'UNEXPECTED_TOKEN':
      if (/^Flow (sequence|map)/.test(error.message)) return unclosed(error, text)
      return { ...indentation(error, text), at: start }
    case 'BAD_DQ_ESCAPE':
      return { ...scanner('found unknown escape character'), at: start }
    case 'BAD_ALIAS':
      return { ...scanner('did not find expected alphabetic or numeric character'), at: start }
    default:
      return { ...parser('did not find expected node content'), at: start }
  }
}

/** The text of yaml.v2 for the syntax errors that the `yaml` package found in a document; the first line has no number. */
export const syntaxErrorText = (errors: readonly YAMLParseError[], text: string, lines: LineCounter): string => {
  const problem = problemOf(errors, text)
  // The end of the text is a line of its own to libyaml's parser.
  const atEnd = !problem.scanner && problem.at >= text.length && !text.endsWith('\n')
  const before = lines.linePos(problem.at).line - (atEnd ? 0 : 1)
  return before === 0 ? `yaml: ${problem.text}` : `yaml: line ${problem.scanner ? before + 1 : before}: ${problem.text}`
}
