// A lesson done to its end, in both languages; a failed check explains itself.
import { expect, expectMatch } from '../support/expect.mjs'

const app = 'deployments/kubernetes-bootcamp'

const lookAtAnApp = async (ship, words) => {
  const { page } = ship
  await ship.open('#/lesson/rolling-updates/look-at-an-app')
  await page.getByRole('heading', { name: words.title }).first().waitFor()
  // A chip types its command and leaves Enter to the person.
  await page.locator('.chip', { hasText: 'kubectl get deployments' }).first().click()
  await ship.until((rows) => rows.at(-1)?.endsWith('# kubectl get deployments'), 'the chip in the command line')
  await ship.press('Enter')
  expectMatch(await ship.atPrompt(), /kubernetes-bootcamp +2\/2 +2 +2 /)
  await ship.focusTerminal()

  await ship.run('kubectl label pods --all version=v1')
  await page.locator('[data-action="check"]').click()
  const failed = page.locator('.check.failed').first()
  await failed.waitFor()
  const explanation = await failed.innerText()
  for (const word of [words.expected, words.observed, words.advice])
    expect(explanation.includes(word), `"${word}" in the failed check`, explanation)
  expectMatch(explanation, /\n1\n[\s\S]*\n2\n/)
  await failed.locator('[data-action="hint"]').click()
  expect((await failed.innerText()).length > explanation.length, 'a hint below the failed check', await failed.innerText())

  await ship.focusTerminal()
  await ship.run('kubectl label pods --all version-')
  await ship.run('kubectl label "$(kubectl get pods -l app=kubernetes-bootcamp -o name | head -n 1)" version=v1')
  await ship.run(`kubectl scale ${app} --replicas=4`)
  await ship.run(`kubectl rollout status ${app}`)
  await page.locator('.checks .done').waitFor()
  expectMatch(await page.locator('.checks .head').innerText(), words.all)
  expectMatch(await page.locator('.checks .done').innerText(), words.done)
}

const badImage = async (ship) => {
  await ship.open('#/lesson/rolling-updates/bad-image-and-rollback')
  const { page } = ship
  await ship.run(`kubectl set image ${app} kubernetes-bootcamp=gcr.io/google-samples/kubernetes-bootcamp:v10`)
  await ship.speed(10)
  await page.locator('[data-uid]', { hasText: /./ }).first().waitFor()
  await ship.runUntil('kubectl get pods', /ImagePullBackOff/)
  await page
    .getByRole('treeitem', { name: /ImagePullBackOff|ErrImagePull/ })
    .first()
    .waitFor()
  await ship.run(`kubectl rollout undo ${app}`)
  await ship.run(`kubectl rollout status ${app}`, 30_000)
  await ship.speed(60)
  await page.locator('.checks .done').waitFor({ timeout: 30_000 })
}

export const tests = [
  {
    name: 'a lesson in English: chips type, a failed check explains, all checks pass',
    run: (ship) =>
      lookAtAnApp(ship, {
        title: 'Look at an app',
        expected: 'Expected',
        observed: 'Observed',
        advice: 'List the labels of all Pods and compare.',
        all: /3 of 3/,
        done: /Done in \d+ commands/,
      }),
  },
  {
    name: 'the same lesson in Korean',
    context: { locale: 'ko-KR' },
    run: (ship) =>
      lookAtAnApp(ship, {
        title: '앱 살펴보기',
        expected: '기대한 값',
        observed: '실제 값',
        advice: '모든 파드의 레이블을 나열해 비교해 보세요.',
        all: /3개 중 3개/,
        done: /명령 \d+개/,
      }),
  },
  { name: 'a bad image shows on the map, and the way back passes the lesson', run: badImage },
]
