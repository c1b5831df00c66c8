// The clock and the time line: pause, step, speed, until settled, and going back.
import { expect, expectMatch, expectNoMatch } from '../support/expect.mjs'

const openSecondTerminal = async (ship, machine = 'controlplane') => {
  await ship.button('New terminal').click()
  await ship.page.locator('#new-tab-menu').getByRole('button', { name: machine, exact: true }).click()
  await ship.page.getByRole('tab', { name: new RegExp(`^${machine} 2`) }).waitFor()
  await ship.atPrompt()
}
const tab = async (ship, number) => {
  await ship.page
    .getByRole('tab')
    .nth(number - 1)
    .click()
  await ship.page.waitForTimeout(100)
}
const numbers = async (ship) => (await ship.rows()).filter((row) => /^\d+$/.test(row)).map(Number)
const inOrder = (list) => list.every((number, index) => index === 0 || number === list[index - 1] + 1)

const goBack = async (ship) => {
  const { page } = ship
  await ship.open('#/sandbox')
  await openSecondTerminal(ship)
  await ship.start('i=0; while sleep 1; do echo $((i++)); done')
  await ship.until(/^2$/m)
  await tab(ship, 1)
  await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=3')
  const created = await ship.clock()
  await tab(ship, 2)
  const before = (await numbers(ship)).at(-1)
  await ship.until((rows) => rows.includes(String(before + 4)), 'four more numbers')
  await page.locator('.tl .mk').last().click()
  await ship.button('Go back to before this').click()
  await page.locator('.ban', { hasText: 'kubectl create deployment' }).waitFor()
  const then = await ship.clock()
  expect(then <= created + 0.2 && then > created - 3, `the clock a little before ${created}`, then)
  const shown = await numbers(ship)
  expect(inOrder(shown) && Math.abs(shown.at(-1) - before) <= 1, `the numbers as they were, to about ${before}`, shown)
  await ship.button('Play').click()
  await ship.until((rows) => rows.includes(String(shown.at(-1) + 2)), 'the loop to go on')
  expect(inOrder(await numbers(ship)), 'numbers without a gap', await numbers(ship))
  await tab(ship, 1)
  await ship.focusTerminal()
  expectMatch(await ship.run('kubectl get deployments'), /No resources found in default namespace/)
}

const goBackAndReturn = async (ship) => {
  await ship.open('#/sandbox')
  await ship.run('kubectl create deployment web --image=nginx:1.27')
  await ship.run('kubectl create namespace shop')
  await ship.button('Undo').click()
  await ship.page.locator('.ban', { hasText: 'kubectl create namespace shop' }).waitFor()
  await ship
    .button(/^Return to/)
    .first()
    .click()
  await ship.atPrompt()
  await ship.focusTerminal()
  expectMatch(await ship.run('kubectl get namespaces'), /shop +Active/)
}

const clock = async (ship) => {
  const { page } = ship
  const passed = async (milliseconds) => {
    const [began, real] = [await ship.clock(), Date.now()]
    await page.waitForTimeout(milliseconds)
    return (((await ship.clock()) - began) / (Date.now() - real)) * 1000
  }
  await ship.open('#/sandbox')
  const rate = await passed(1500)
  expect(rate > 0.1 && rate < 2, 'about a second each second', rate)
  await ship.button('Pause').click()
  await page.waitForTimeout(100)
  expect((await passed(600)) === 0, 'a clock that stands', await ship.clock())
  await ship.focusTerminal()
  expectMatch(await ship.run('kubectl create deployment web --image=nginx:1.27 --replicas=2'), /created/)
  const stood = await ship.clock()
  await ship.button('Next event').click()
  await ship.button('Next event').click()
  await page.waitForTimeout(200)
  const stepped = await ship.clock()
  expect(stepped >= stood && stepped < stood + 5, 'steps of a moment', { stood, stepped })
  await ship.button('Play').click()
  // A busy machine is slower than asked, but at 1× it could not come this far in the time.
  const reaches = async (seconds, within) => {
    const [began, real] = [await ship.clock(), Date.now()]
    while ((await ship.clock()) < began + seconds && Date.now() < real + within) await page.waitForTimeout(100)
    return (await ship.clock()) - began
  }
  await ship.button('10×').click()
  expect((await reaches(20, 15_000)) >= 20, 'twenty seconds in less', 'less')
  await ship.button('60×').click()
  expect((await reaches(60, 30_000)) >= 60, 'a minute in less', 'less')
  await ship.button('1×').click()
  await ship.focusTerminal()
  await ship.run('kubectl scale deployment web --replicas=6')
  await ship.settle()
  expectMatch(await ship.run('kubectl get deployment web'), /6\/6/)
}

const letters = async (ship) => {
  const { page } = ship
  await ship.open('#/sandbox')
  await ship.run('kubectl create namespace shop')
  await page.keyboard.press('F6')
  await page.waitForTimeout(200)
  await page.keyboard.press('Space')
  await page.locator('.clock .state', { hasText: 'Paused' }).waitFor()
  await page.keyboard.press('Space')
  await page.locator('.clock .state', { hasText: 'Running' }).waitFor()
  await page.keyboard.press('u')
  await page.locator('.ban', { hasText: 'kubectl create namespace shop' }).waitFor()
  await page.keyboard.press('Shift+U')
  await page.locator('.ban').waitFor({ state: 'detached' })
  await page.locator('.clock .state', { hasText: /Running|Paused/ }).waitFor()
  await page.waitForTimeout(300)
  await page.keyboard.press('Control+;')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await page.keyboard.press('2')
  await page.waitForTimeout(200)
  expectNoMatch(await ship.run('echo letters are letters here'), /Paused/)
  expectMatch(await ship.run('kubectl get namespaces'), /shop +Active/)
}

export const tests = [
  { name: 'going back before a command from the time line; a loop in another terminal goes on with its right number', run: goBack },
  { name: 'undo, and return', run: goBackAndReturn },
  { name: 'pause, step, 10×, 60×, until settled', run: clock },
  { name: 'letters act at once outside the terminal, and after the leader within it', run: letters },
]
