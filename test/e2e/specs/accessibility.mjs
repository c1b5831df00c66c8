// axe-core finds nothing serious, in both themes.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from '../support/expect.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const check = async (page, place) => {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const words = serious.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes
        .slice(0, 4)
        .map((node) => `    ${node.target.join(' ')}: ${node.html.slice(0, 140)}`)
        .join('\n')}`,
  )
  expect(serious.length === 0, `no serious violations on ${place}`, words.join('\n'))
}

const look = (colorScheme) => ({
  name: `axe finds nothing serious on catalogue, lesson and sandbox (${colorScheme})`,
  context: { colorScheme },
  run: async (ship) => {
    const { page } = ship
    await page.locator('h1').waitFor()
    await check(page, 'the catalogue')
    await ship.open('#/lesson/rolling-updates/update-the-app')
    await ship.run('kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=nginx:none')
    await page.locator('[data-action="check"]').click()
    await page.locator('.check.failed').first().waitFor()
    await check(page, 'a lesson')
    await ship.open('#/sandbox')
    await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=12')
    await page.waitForTimeout(500)
    await check(page, 'the sandbox')
  },
})

export const tests = [look('dark'), look('light')]
