const isLetter = (character: string): boolean => /\p{L}/u.test(character)
const isDigit = (character: string): boolean => /\p{Nd}/u.test(character)
const isSimple = /^[A-Za-z]+$/

/** Where two keys differ at `at` and neither is a letter there: numbers by value, then by length, then by character. */
const compareNumbers = (a: readonly string[], b: readonly string[], at: number): number => {
  let [left, right, i, j] = [0, 0, at, at]
  if (a[at] === '0' || b[at] === '0') {
    for (let k = at - 1; k >= 0 && isDigit(a[k]!); k--) {
      if (a[k] !== '0') {
        left = right = 1
        break
      }
    }
  }
  for (; i < a.length && isDigit(a[i]!); i++) left = left * 10 + Number(a[i])
  for (; j < b.length && isDigit(b[j]!); j++) right = right * 10 + Number(b[j])
  if (left !== right) return left - right
  if (i !== j) return i - j
  return a[at]! < b[at]! ? -1 : 1
}

/** The order in which Go's yaml.v2 prints keys: digits by their value, letters after all else (`keyList.Less`). */
export const naturalOrder = (first: string, second: string): number => {
  if (isSimple.test(first) && isSimple.test(second)) return first < second ? -1 : first > second ? 1 : 0
  const [a, b] = [[...first], [...second]]
  let digits = false
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (x === y) {
      digits = isDigit(x)
      continue
    }
    const [letterX, letterY] = [isLetter(x), isLetter(y)]
    if (letterX && letterY) return x < y ? -1 : 1
    if (letterX || letterY) return (digits ? letterX : letterY) ? -1 : 1
    return compareNumbers(a, b, i)
  }
  return a.length - b.length
}
