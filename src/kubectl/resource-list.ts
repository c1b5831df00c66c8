import { UsageError, formatQuantity, parseQuantity } from '../base/index.ts'

/** `cpu=2,memory=1Gi` of --hard, --limits and --requests, with quantities in canonical form; undefined if empty. */
export const parseResourceList = (text: string): Readonly<Record<string, string>> | undefined => {
  if (text === '') return undefined
  const list: Record<string, string> = {}
  for (const statement of text.split(',')) {
    const parts = statement.split('=')
    if (parts.length !== 2) throw new UsageError(`Invalid argument syntax ${statement}, expected <resource>=<value>`)
    list[parts[0]!] = canonicalQuantity(parts[1]!)
  }
  return list
}

/** A quantity as the server would print it; throws with Go's words. */
export const canonicalQuantity = (text: string): string => {
  try {
    return formatQuantity(parseQuantity(text))
  } catch {
    throw new UsageError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
  }
}
