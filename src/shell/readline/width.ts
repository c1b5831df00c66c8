const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u
const zero = /[\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f]/

/** How many columns a text takes on the screen; escape sequences and what stands between \x01 and \x02 take none. */
export const widthOf = (text: string): number => {
  let width = 0
  for (const character of text.replace(/\x01[^\x02]*\x02/g, '').replace(/\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07]*\x07/g, '')) {
    if (character < ' ' || zero.test(character)) continue
    width += wide.test(character) ? 2 : 1
  }
  return width
}
