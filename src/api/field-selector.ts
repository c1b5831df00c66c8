/** One term of a field selector: `spec.nodeName=node01`. */
export interface FieldTerm {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

const unescaped = (text: string): string => {
  if (!/[\\,=]/.test(text)) return text
  return text.replace(/\\(.?)|[,=]/gs, (whole, escaped: string | undefined) => {
    if (escaped === undefined) throw new Error(`invalid field selector: unescaped character in value: ${whole.charCodeAt(0)}`)
    if (!['\\', ',', '='].includes(escaped)) throw new Error(`invalid field selector: invalid escape sequence: ${whole}`)
    return escaped
  })
}

const parseTerm = (term: string, selector: string): FieldTerm => {
  const parts = /^(.*?)(!=|==|=)(.*)$/s.exec(term)
  if (!parts) throw new Error(`invalid selector: '${selector}'; can't understand '${term}'`)
  return { field: parts[1]!, equal: parts[2] !== '!=', value: unescaped(parts[3]!) }
}

/** Parses `a=b,c!=d`; throws with the words of `k8s.io/apimachinery/pkg/fields`. */
export const parseFieldSelector = (text: string): readonly FieldTerm[] =>
  (text.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? []).sort().map((term) => parseTerm(term, text))

/** True if every term holds, given how a field is read. */
export const matchesFields = (terms: readonly FieldTerm[], read: (field: string) => string): boolean =>
  terms.every(({ field, equal, value }) => (read(field) === value) === equal)
