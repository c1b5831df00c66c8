// The same session gives the same store and the same terminal text in Chromium and in Node.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../support/build.mjs'
import { expect, expectMatch } from '../support/expect.mjs'
import { openSession, saveSession } from './sessions.mjs'

const replayInNode = async (output, path) => {
  const outfile = join(output, 'replay.mjs')
  const banner = "import { createRequire as bottleshipRequire } from 'node:module'; const require = bottleshipRequire(import.meta.url);"
  await build({
    entryPoints: [join(root, 'test/e2e/support/replay.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: { js: banner },
  })
  const { stdout, stderr } = spawnSync('node', [outfile, path], { encoding: 'utf8', timeout: 30_000 })
  return stdout.trim() || stderr
}

const bothHosts = async (ship, { output }) => {
  await ship.open('#/lesson/rolling-updates/update-the-app')
  await ship.run('for i in 1 2 3; do kubectl get pods | grep -c Running; sleep 1; done')
  await ship.run('kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=jocatalin/kubernetes-bootcamp:v2')
  await ship.page.locator('[data-action="check"]').click()
  await ship.focusTerminal()
  await ship.speed(10)
  await ship.run('kubectl rollout status deployments/kubernetes-bootcamp', 40_000)
  await ship.run('kubectl get pods -o wide')
  const path = await saveSession(ship, output, 'both.bottleship.json')
  const { hash } = JSON.parse(readFileSync(path, 'utf8'))
  expectMatch(hash, /^[0-9a-f]{16}-[0-9a-f]+$/)
  const inNode = await replayInNode(output, path)
  expect(inNode === hash, `the hash ${hash} in Node`, inNode)
  await openSession(ship, path)
  await ship.until(/kubectl get pods -o wide/)
  await ship.page.waitForTimeout(300)
  expect((await ship.page.locator('.ban').count()) === 0, 'a replay that comes out the same in Chromium', 'a banner')
}

export const tests = [{ name: 'a session has the same hash in Chromium and in Node', run: bothHosts }]
