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

const problemOf = (error: YAMLParseError, text: string): Problem => {
  const start = error.pos[0]
  const character = text[start] ?? ''
  if (text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 1).includes('\t'))
    return scanner('found character that cannot start any token')
  if (/^[@`%]/.test(character)) return scanner('found character that cannot start any token')
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return scanner('found character that cannot start any token')
    case 'MISSING_CHAR':
      if (/closing .*quote/.test(error.message)) return scanner('found unexpected end of stream')
      if (/implicit keys|implicit map/i.test(error.message)) return scanner("could not find expected ':'")
      return parser(/flow/i.test(error.message) ? "did not find expected ',' or ']'" : 'did not find expected key')
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return scanner(
        text.slice(start).split('\n', 1)[0]!.includes(':')
          ? 'mapping values are not allowed in this context'
          : "could not find expected ':'",
      )
    case 'BAD_INDENT':
    case 'UNEXPECTED_TOKEN':
      return parser(/flow/i.test(error.message) ? 'did not find expected node content' : 'did not find expected key')
    case 'BAD_DQ_ESCAPE':
      return scanner('found unknown escape character')
    case 'BAD_ALIAS':
      return scanner('did not find expected alphabetic or numeric character')
    default:
      return parser('did not find expected node content')
  }
}

/** The text of yaml.v2 for a syntax error that the `yaml` package found; the first line has no number. */
export const syntaxErrorText = (error: YAMLParseError, text: string, lines: LineCounter): string => {
  const problem = problemOf(error, text)
  const before = lines.linePos(error.pos[0]).line - 1
  return before === 0 ? `yaml: ${problem.text}` : `yaml: line ${problem.scanner ? before + 1 : before}: ${problem.text}`
}
