// What people do by mistake.
import { expect, expectMatch } from '../support/expect.mjs'

const mistakes = async (ship) => {
  await ship.open('#/sandbox')
  expectMatch(
    await ship.run(`printf 'kind: Pod\\n  bad: [' | kubectl apply -f -`),
    /error: error parsing STDIN: error converting YAML to JSON: yaml: line 2/,
  )
  expectMatch(await ship.run('kubectl get frobs'), /error: the server doesn't have a resource type "frobs"/)
  const unknownKind = `printf 'apiVersion: v1\\nkind: Frob\\nmetadata: {name: a}\\n' | kubectl apply -f -`
  expectMatch((await ship.run(unknownKind)).replaceAll('\n', ''), /no matches for kind "Frob" in version "v1"/)
  const unknownField = `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndatum: {}\\n' | kubectl apply -f -`
  expectMatch((await ship.run(unknownField)).replaceAll('\n', ' '), /unknown field "datum"/)
  expectMatch(await ship.run('kubectl get pods --frob'), /error: unknown flag: --frob/)
  expectMatch(await ship.run('kubect get pods'), /kubect: command not found/)
  await ship.run('kubectl run dead --image=busybox:1.36 --restart=Never -- false')
  await ship.speed(10)
  await ship.runUntil('kubectl get pod dead', /Error/)
  expectMatch(await ship.run('kubectl exec dead -- ls'), /error: cannot exec into a container in a completed pod; current phase is Failed/)
}

const endlessLoop = async (ship) => {
  await ship.open('#/sandbox')
  await ship.start('while :; do :; done')
  await ship.page.waitForTimeout(1000)
  // Another terminal and the page's controls work on meanwhile.
  await ship.button('Pause').click()
  await ship.button('Play').click()
  await ship.focusTerminal()
  await ship.press('Control+c')
  await ship.until(/\^C/)
  await ship.atPrompt()
  expectMatch(await ship.run('echo code $?'), /code 130/)
}

/** Ten megabytes reach the terminal as a browser gives it what was pasted. */
const paste = async (ship) => {
  const { page } = ship
  await ship.open('#/sandbox')
  const took = await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', `: ${'0123456789'.repeat(1024 * 1024)}`)
    const began = performance.now()
    document
      .querySelector('.term:not(.hidden) textarea')
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    return performance.now() - began
  })
  expect(took < 1000, 'a paste that the page takes within a second', took)
  const longest = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let [longest, last] = [0, performance.now()]
        const end = last + 3000
        const frame = (now) => {
          longest = Math.max(longest, now - last)
          last = now
          if (now > end) resolve(longest)
          else requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
  )
  expect(longest < 1000, 'a page that never stops for a second', longest)
  await ship.button('Pause').click()
  await page.locator('.clock .state', { hasText: 'Paused' }).waitFor()
}

export const tests = [
  { name: 'broken YAML, unknown kinds, fields, flags and commands, exec into a dead container', run: mistakes },
  { name: 'an endless loop is stopped by Ctrl-C', run: endlessLoop },
  { name: 'a paste of 10 MB does not freeze the page', run: paste },
]
