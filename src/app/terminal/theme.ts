import type { ITheme } from '@xterm/xterm'

/** xterm's colours from the tokens of the theme that is shown. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  const colours = {
    black: token('--tx-3'),
    red: token('--a-red'),
    green: token('--a-green'),
    yellow: token('--a-yellow'),
    blue: token('--a-blue'),
    magenta: token('--a-mag'),
    cyan: token('--a-cyan'),
    white: token('--tx-2'),
  }
  return {
    ...colours,
    brightBlack: token('--a-dim'),
    brightRed: colours.red,
    brightGreen: colours.green,
    brightYellow: colours.yellow,
    brightBlue: colours.blue,
    brightMagenta: colours.magenta,
    brightCyan: colours.cyan,
    brightWhite: token('--tx-1'),
    background: token('--term-bg'),
    foreground: token('--tx-1'),
    cursor: token('--tx-1'),
    cursorAccent: token('--term-bg'),
    selectionBackground: `${token('--accent')}55`,
    scrollbarSliderBackground: `${token('--tx-3')}44`,
    scrollbarSliderHoverBackground: `${token('--tx-3')}77`,
    scrollbarSliderActiveBackground: `${token('--tx-3')}99`,
  }
}
