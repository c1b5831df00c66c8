import { errnoText, type Errno } from '../base/index.ts'

/** The text of an errno as Go prints it: like glibc's, in small letters. */
export const errnoMessage = (code: Errno): string => {
  const text = errnoText[code]
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text
}
