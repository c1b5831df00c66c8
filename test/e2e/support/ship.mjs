// What a person does with the page: types keys, clicks, and reads the screen.
import { expect } from './expect.mjs'

const prompt = /^\S+@\S+:\S*[#$]$/

/** Read in the page: the rows of the terminal that is shown, from its accessible text. */
const readRows = () =>
  [...document.querySelectorAll('.term:not(.hidden) .xterm-rows > div')].map((row) => row.textContent.replaceAll('\u00a0', ' ').trimEnd())

export class Ship {
  constructor(page, address) {
    this.page = page
    this.address = address
  }

  /** Goes to a place of the page, and waits for its first prompt if it has a terminal. */
  async open(hash, { terminal = true } = {}) {
    await this.page.goto(`${this.address}${hash}`)
    if (terminal) await this.atPrompt()
  }

  async rows() {
    // While the page loads anew there is nothing to read.
    const rows = await this.page.evaluate(readRows).catch(() => [])
    while (rows.at(-1) === '') rows.pop()
    return rows
  }
  /** What the terminal shows. */
  async screen() {
    return (await this.rows()).join('\n')
  }
  /** The same as one line, for texts that the terminal's edge may have cut in two. */
  async flat() {
    return (await this.rows()).join('')
  }

  /** Waits until the shown terminal satisfies; fails with its screen. */
  async until(holds, what = String(holds), timeout = 20_000) {
    const end = Date.now() + timeout
    for (;;) {
      const rows = await this.rows()
      if (holds instanceof RegExp ? holds.test(rows.join('\n')) : holds(rows)) return rows.join('\n')
      expect(Date.now() < end, `the terminal to show ${what} within ${timeout / 1000} s`, rows.join('\n'))
      await this.page.waitForTimeout(25)
    }
  }
  atPrompt(timeout) {
    return this.until((rows) => prompt.test(rows.at(-1) ?? ''), 'a prompt', timeout)
  }

  async type(text) {
    await this.page.keyboard.type(text)
  }
  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key)
  }
  /** Types a command on a clear screen and presses Enter. */
  async start(command) {
    await this.press('Control+l')
    await this.until((rows) => rows.length === 1 && prompt.test(rows[0]), 'a clear screen')
    await this.type(command)
    await this.until((rows) => rows.join('').replaceAll(' ', '').endsWith(command.replaceAll(' ', '')), `the echo of ${command}`)
    await this.press('Enter')
  }
  /** Runs a command to its end; returns what the screen then shows. */
  async run(command, timeout) {
    await this.start(command)
    return this.atPrompt(timeout)
  }
  /** Runs a command again and again until its output satisfies. */
  async runUntil(command, pattern, tries = 30) {
    for (let i = 0; ; i++) {
      const output = await this.run(command)
      if (pattern.test(output)) return output
      expect(i < tries, `${pattern} from \`${command}\``, output)
      await this.page.waitForTimeout(150)
    }
  }

  button(name, options = {}) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string', ...options })
  }
  async speed(times) {
    await this.button(`${times}×`).click()
    await this.focusTerminal()
  }
  async settle() {
    await this.button('Until settled').click()
    await this.page.waitForTimeout(250)
    await this.page.locator('.clock .state', { hasNotText: 'Until settled' }).waitFor()
    await this.focusTerminal()
  }
  async focusTerminal() {
    await this.page.locator('.term:not(.hidden) .xterm-screen').click()
  }
  /** Seconds on the session's clock. */
  async clock() {
    const text = await this.page.getByRole('timer').innerText()
    return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  }
}
