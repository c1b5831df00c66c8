// The measurements in the page, in Chromium, from a static server on this machine; webernetes is a library and has no page to compare.
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launch } from '../e2e/support/browser.mjs'
import { root } from './build.mjs'
import { median } from './sample.mjs'

const folder = join(root, 'dist/page')
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

/** Serves the built page, and notes what was asked for. */
const serve = () =>
  new Promise((resolve) => {
    const asked = []
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
      const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
      if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end()
      asked.push(file)
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      createReadStream(file).pipe(response)
    })
    server.listen(0, '127.0.0.1', () =>
      resolve({ address: `http://localhost:${server.address().port}/#/sandbox`, asked, stop: () => server.close() }),
    )
  })

/** In the page: true once the terminal that is shown ends with a prompt. */
const hasPrompt = () => {
  const rows = [...document.querySelectorAll('.term:not(.hidden) .xterm-rows > div')].map((row) =>
    row.textContent.replaceAll('\u00a0', ' ').trimEnd(),
  )
  return /^\S+@\S+:\S*[#$]$/.test(rows.filter((row) => row !== '').at(-1) ?? '')
}
const atPrompt = (page) => page.waitForFunction(hasPrompt, undefined, { polling: 10, timeout: 60_000 })

/** Opens the sandbox in a browser without a past; gives the page at its first prompt. */
const withPage = async (work) => {
  const [server, browser] = [await serve(), await launch()]
  try {
    const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    const started = performance.now()
    await page.goto(server.address)
    await atPrompt(page)
    return await work({
      page,
      seconds: (performance.now() - started) / 1000,
      scripts: new Set(server.asked.filter((file) => file.endsWith('.js'))),
    })
  } finally {
    await browser.close()
    server.stop()
  }
}

let built = false
/** A measurement in the page, which is built anew before the first. */
const page = (measure) => async (_, runs) => {
  built ||= spawnSync('npx', ['--no-install', 'vite', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  if (!built) throw new Error('Expected `vite build` to succeed but found that it failed.')
  return { remark: 'webernetes is a library without a page', ...(await measure(runs)) }
}

const size = page(async () => ({
  name: 'JavaScript before the first prompt, with the worker, gzip',
  unit: 'KB',
  own: await withPage(
    ({ scripts }) => [...scripts].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1024,
  ),
  target: { atMost: 350 },
}))

const opening = page(async (runs) => {
  const times = []
  for (let run = 0; run < runs; run++) times.push(await withPage(({ seconds }) => seconds))
  return { name: 'from navigation to a prompt on a Ready cluster', unit: 's', own: median(times), target: { atMost: 1.5 } }
})

/** In the page: milliseconds from each of `keys` until the terminal shows it. */
const echoTimes = async (page, keys) => {
  const times = []
  for (const key of keys) {
    await page.evaluate(() => {
      const text = () => [...document.querySelectorAll('.term:not(.hidden) .xterm-rows > div')].map((row) => row.textContent).join('')
      window.echoed = new Promise((resolve) => {
        addEventListener(
          'keydown',
          () => {
            const [before, started] = [text(), performance.now()]
            const look = () => (text() === before ? requestAnimationFrame(look) : resolve(performance.now() - started))
            requestAnimationFrame(look)
          },
          { once: true, capture: true },
        )
      })
    })
    await page.keyboard.press(key)
    times.push(await page.evaluate(() => window.echoed))
    await page.waitForTimeout(60)
  }
  return times
}

const run = async (page, command) => {
  await page.keyboard.type(command)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(300)
  await atPrompt(page)
}

const echo = page(async () => ({
  name: 'echo of a key while 200 Pods roll out at 60×',
  unit: 'ms',
  own: await withPage(async ({ page }) => {
    await page.locator('.term:not(.hidden) .xterm-screen').click()
    await run(page, 'kubectl create deployment web --image=nginx:1.26 --replicas=200 && kubectl rollout status deployment/web >/dev/null')
    await page.getByRole('button', { name: '60×', exact: true }).click()
    await page.locator('.term:not(.hidden) .xterm-screen').click()
    await run(page, 'kubectl set image deployment/web nginx=nginx:1.27')
    return median(await echoTimes(page, [...'abcdefghijklmnopqrst']))
  }),
  target: { atMost: 50 },
}))

export const pageMeasurements = [size, opening, echo]
