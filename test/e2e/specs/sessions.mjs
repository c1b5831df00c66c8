// What is kept: reload, a second tab, a session file, a crash.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectMatch } from '../support/expect.mjs'
import { Ship } from '../support/ship.mjs'

const saved = (ship) => ship.page.waitForTimeout(1500)

const reload = async (ship, { context }) => {
  await ship.open('#/sandbox')
  await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=2')
  await ship.run('name=Anna; echo hello from before')
  await saved(ship)
  const at = await ship.clock()
  await ship.page.reload()
  expectMatch(await ship.until(/hello from before\n/), /root@controlplane:~#$/)
  const then = await ship.clock()
  expect(then > at - 5, `a clock that goes on from about ${at}`, then)
  await ship.focusTerminal()
  expectMatch(await ship.run('echo again, $name'), /again, Anna/)
  expectMatch(await ship.run('kubectl get deployments'), /web +2\/2/)

  const second = new Ship(await context.newPage(), ship.address)
  await second.open('#/sandbox')
  await second.page.getByText('This session is open in another tab. Here it can only be looked at.').waitFor()
  await second.focusTerminal()
  await second.type('echo not here')
  await second.page.waitForTimeout(300)
  expect(!(await second.screen()).includes('not here'), 'a tab that can only be looked at', await second.screen())
  await second.button('Use it here').click()
  await ship.page.getByText('This session was taken over by another tab.').waitFor()
  await second.page.locator('.ban').waitFor({ state: 'detached' })
  await second.atPrompt()
  await second.focusTerminal()
  expectMatch(await second.run('kubectl get deployments'), /web +2\/2/)
}

/** Saves the session by the menu; returns the file's path. */
export const saveSession = async (ship, output, name) => {
  await ship.button('Settings').click()
  const [download] = await Promise.all([ship.page.waitForEvent('download'), ship.button('Save the session').click()])
  const path = join(output, name)
  await download.saveAs(path)
  await ship.page.keyboard.press('Escape')
  return path
}
/** Opens a session file from the catalogue. */
export const openSession = async (ship, path) => {
  await ship.open('', { terminal: false })
  const [chooser] = await Promise.all([ship.page.waitForEvent('filechooser'), ship.button('Open a file').click()])
  await chooser.setFiles(path)
}

const sessionFile = async (ship, { output }) => {
  await ship.open('#/sandbox')
  await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=2')
  await ship.run('kubectl rollout status deployment web')
  await ship.run('echo kept in a file')
  const path = await saveSession(ship, output, 'sandbox.bottleship.json')
  await openSession(ship, path)
  await ship.until(/kept in a file\n/)
  await ship.focusTerminal()
  expectMatch(await ship.run('kubectl get deployments'), /web +2\/2/)
  expect((await ship.page.locator('.ban').count()) === 0, 'no word of an update', 'a banner')

  // What was saved by a version in which things went otherwise is said to be so.
  const other = join(output, 'other.bottleship.json')
  writeFileSync(other, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), product: '0.0.9', hash: 'another' }))
  await openSession(ship, other)
  await ship.page.locator('.ban', { hasText: '0.0.9' }).waitFor()

  const broken = join(output, 'broken.json')
  writeFileSync(broken, '{"format": 1')
  await openSession(ship, broken)
  await ship.page.getByText('This file is not a Bottleship session.').waitFor()
}

const crash = async (ship) => {
  const { page } = ship
  await ship.open('#/sandbox')
  await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=2')
  await ship.run('kubectl rollout status deployment web')
  await saved(ship)
  const worker = page.workers().find((one) => one.url().includes('/worker'))
  await worker.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('provoked by a test')
      }),
  )
  await page.getByRole('alertdialog').waitFor()
  await ship.button('Details').click()
  await page.getByText('provoked by a test').waitFor()
  await ship.button(/^Restore/).click()
  await ship.until(/successfully rolled out/)
  await ship.atPrompt()
  await ship.focusTerminal()
  expectMatch(await ship.run('kubectl get deployments'), /web +2\/2/)
}

export const tests = [
  { name: 'a reload resumes; a second tab only looks, until it takes over', run: reload },
  { name: 'a session is saved as a file and opened again', run: sessionFile },
  { name: 'a crash in the worker is shown, and restored', run: crash, crashes: true },
]
