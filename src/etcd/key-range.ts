/** Greater than every key that the store holds: the end of a range that has none. */
export const endOfKeys = '\uffff'

/** The end of the range of all keys that begin with `prefix`. */
export const prefixEnd = (prefix: string): string =>
  prefix === '' ? endOfKeys : prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
