/** Fails with what was wanted and what was there. */
export const expect = (holds, wanted, found) => {
  if (!holds) throw new Error(`Expected ${wanted} but found:\n${typeof found === 'string' ? found : JSON.stringify(found, null, 2)}`)
}
export const expectMatch = (text, pattern) => expect(pattern.test(text), String(pattern), text)
export const expectNoMatch = (text, pattern) => expect(!pattern.test(text), `no ${pattern}`, text)
