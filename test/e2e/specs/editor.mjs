// Programs that open an editor: Monaco with vim's keys.
import { expectMatch } from '../support/expect.mjs'

const editorOpens = async (ship) => {
  await ship.page.locator('.editor:not(.hidden) .monaco-editor .view-line').first().waitFor()
  await ship.page.locator('.editor .status', { hasText: 'NORMAL' }).waitFor()
}

const kubectlEdit = async (ship) => {
  const { page } = ship
  await ship.open('#/sandbox')
  await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=2')
  await ship.start('kubectl edit deployment web')
  await editorOpens(ship)
  await ship.type(':%s/  replicas: 2/  replicas: 5/')
  await ship.press('Enter')
  await ship.type(':wq')
  await ship.press('Enter')
  await page.locator('.editor').waitFor({ state: 'detached' })
  expectMatch(await ship.until(/edited/), /deployment.apps\/web edited/)
  await ship.atPrompt()
  await ship.runUntil('kubectl get deployment web', /5\/5/)

  await ship.start('kubectl edit deployment web')
  await editorOpens(ship)
  await ship.type(':q!')
  await ship.press('Enter')
  expectMatch(await ship.until(/cancelled/), /Edit cancelled, no changes made\./)
}

/** The editor waits a moment after Escape, as vim does, for a longer key sequence. */
const escape = async (ship) => {
  await ship.press('Escape')
  await ship.page.waitForTimeout(200)
}

const vi = async (ship) => {
  await ship.open('#/sandbox')
  await ship.start('vi note.txt')
  await editorOpens(ship)
  await ship.type('ione line')
  await ship.press('Enter')
  await ship.type('another')
  await escape(ship)
  await ship.type('A and more')
  await escape(ship)
  await ship.type('kdd')
  await ship.type(':wq')
  await ship.press('Enter')
  await ship.atPrompt()
  expectMatch(await ship.run('cat note.txt'), /cat note.txt\nanother and more\n/)
}

export const tests = [
  { name: 'kubectl edit opens the editor with vim keys, and :wq applies', run: kubectlEdit },
  { name: 'vi writes a file', run: vi },
]
