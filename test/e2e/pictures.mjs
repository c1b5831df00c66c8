// Renews the README's picture, docs/lesson.png; with `--all` also takes every view for a look, under test/e2e/output/.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launch } from './support/browser.mjs'
import { buildPage, pageFolder, root } from './support/build.mjs'
import { serve } from './support/server.mjs'
import { Ship } from './support/ship.mjs'

const output = join(root, 'test/e2e/output')
const app = 'deployments/kubernetes-bootcamp'
const views = { wide: { width: 1440, height: 900 }, laptop: { width: 1280, height: 720 }, tablet: { width: 820, height: 1180 } }

const begin = async (browser, address, options) => {
  const page = await browser.newPage({ viewport: views.wide, colorScheme: 'dark', locale: 'en-US', ...options })
  return new Ship(page, address)
}

/** The middle of a rollout to an image that does not exist. */
const badRollout = async (ship) => {
  await ship.open('#/lesson/rolling-updates/bad-image-and-rollback')
  await ship.speed(10)
  await ship.page.waitForTimeout(3500)
  await ship.run('kubectl get deployments')
  await ship.page.locator('.chip', { hasText: 'bootcamp:v10' }).first().click()
  await ship.press('Enter')
  await ship.atPrompt()
  await ship.runUntil('kubectl get pods', /ImagePullBackOff/, 80)
  await ship.page.waitForTimeout(1000)
  await ship.speed(1)
  await ship.run('kubectl get pods')
  await ship.type('kubectl describe pods | tail -n 8')
  await ship.press('Enter')
  await ship.page.waitForTimeout(300)
  await ship.atPrompt()
}

const all = async (browser, address) => {
  for (const [size, viewport] of Object.entries(views))
    for (const colorScheme of ['dark', 'light']) {
      const locale = colorScheme === 'dark' ? 'en-US' : 'ko-KR'
      const ship = await begin(browser, address, { viewport, colorScheme, locale })
      const shoot = (name) => ship.page.screenshot({ path: join(output, `${name}-${size}-${colorScheme}.png`) })
      await ship.open('', { terminal: false })
      await ship.page.locator('h1').waitFor()
      await shoot('home')
      await badRollout(ship)
      await ship.page.locator('[data-action="check"]').click()
      await ship.page.waitForTimeout(600)
      await shoot('lesson')
      await ship.open('#/sandbox')
      await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=200')
      await ship.page.waitForTimeout(6000)
      await shoot('sandbox-200')
      await ship.start('kubectl edit deployment web')
      await ship.page.locator('.editor .view-line').first().waitFor()
      await ship.page.waitForTimeout(500)
      await shoot('editor')
      await ship.page.close()
    }
}

mkdirSync(output, { recursive: true })
mkdirSync(join(root, 'docs'), { recursive: true })
buildPage()
const [{ address, stop }, browser] = await Promise.all([serve(pageFolder), launch()])
const ship = await begin(browser, address)
await badRollout(ship)
await ship.page.screenshot({ path: join(root, 'docs/lesson.png') })
if (process.argv.includes('--all')) await all(browser, address)
await browser.close()
stop()
