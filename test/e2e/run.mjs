// End-to-end tests: a person's hands and eyes on the built page, with the network shut. Ends with `N passed, N failed`.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { launch } from './support/browser.mjs'
import { buildPage, pageFolder } from './support/build.mjs'
import { serve } from './support/server.mjs'
import { Ship } from './support/ship.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const output = join(here, 'output')
const wanted = process.argv.slice(2)
const limit = 90_000

/** A browser context of its own, with the page stored and the network shut. */
const board = async (browser, address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', colorScheme: 'dark', ...options })
  const page = await context.newPage()
  await page.goto(address)
  await page.getByText(/Ready offline|오프라인 사용 가능/).waitFor({ timeout: 60_000 })
  // The second load comes from the store, so that all others can.
  await page.reload()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await context.setOffline(true)
  return { context, page }
}

const within = (promise, milliseconds) => {
  let timer
  const late = new Promise(
    (_, reject) =>
      (timer = setTimeout(() => reject(new Error(`Expected an end within ${milliseconds / 1000} s but found none.`)), milliseconds)),
  )
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

const runOne = async (browser, address, test) => {
  const { context, page } = await board(browser, address, test.context)
  const errors = []
  page.on('pageerror', (error) => errors.push(error.stack ?? String(error)))
  page.setDefaultTimeout(20_000)
  try {
    await within(test.run(new Ship(page, address), { context, output }), test.limit ?? limit)
    if (errors.length > 0 && !test.crashes) throw new Error(`Expected no errors in the page but found:\n${errors.join('\n')}`)
  } catch (error) {
    await page.screenshot({ path: join(output, `failed-${test.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`) }).catch(() => {})
    throw error
  } finally {
    await context.close()
  }
}

const main = async () => {
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  buildPage()
  const files = readdirSync(join(here, 'specs')).sort()
  const specs = await Promise.all(files.map(async (file) => (await import(pathToFileURL(join(here, 'specs', file)).href)).tests))
  const tests = specs.flat().filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  const [{ address, stop }, browser] = await Promise.all([serve(pageFolder), launch()])
  let [passed, failed] = [0, 0]
  const queue = [...tests]
  const work = async () => {
    for (let test = queue.shift(); test; test = queue.shift()) {
      const started = Date.now()
      const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
      try {
        // A browser on a busy machine may miss a moment; what fails twice has failed.
        let again = ''
        await runOne(browser, address, test).catch((error) => {
          again = `, second try after: ${error.message.split('\n')[0]}`
          return runOne(browser, address, test)
        })
        passed++
        console.log(`ok    ${test.name} (${seconds()}${again})`)
      } catch (error) {
        failed++
        console.log(`FAIL  ${test.name} (${seconds()})\n${String(error.stack ?? error).replaceAll(/^/gm, '      ')}`)
      }
    }
  }
  await Promise.all([work(), work()])
  await browser.close()
  stop()
  return [passed, failed]
}

const [passed, failed] = await main().catch((error) => {
  console.log(error.message)
  return [0, 1]
})
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
