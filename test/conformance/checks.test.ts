import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attempt, lessonFolders } from '../../src/host/cli/lesson.ts'

const folders = lessonFolders(join(import.meta.dirname, '../../lessons'))

const states = async (id: string, script: string): Promise<Readonly<Record<string, string>>> => {
  const folder = folders.find(({ lesson }) => lesson.id === id)
  if (!folder) throw new Error(`Expected a lesson ${id} but found none.`)
  return Object.fromEntries((await attempt(folder.lesson, script)).map(({ check, state }) => [check, state]))
}

const app = 'kubernetes-bootcamp'
const image = 'jocatalin/kubernetes-bootcamp:v2'
const v10 = 'gcr.io/google-samples/kubernetes-bootcamp:v10'
const done = `kubectl rollout status deployment ${app} --timeout=120s`
const patch = (to: string): string =>
  `kubectl patch deployment ${app} -p '{"spec":{"template":{"spec":{"containers":[{"name":"${app}","image":"${to}"}]}}}}'`

/** Other ways to the same state than the lesson's solution. */
const ways: Readonly<Record<string, string>> = {
  'kubectl patch': patch(image),
  'a JSON patch': `kubectl patch deployment ${app} --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"${image}"}]'`,
  'kubectl edit': `KUBE_EDITOR="sed -i s#image:.*#image:\\ ${image}#" kubectl edit deployment ${app}`,
  'kubectl apply': `kubectl get deployment ${app} -o yaml | sed 's#image: .*#image: ${image}#' | kubectl apply -f -`,
  'kubectl replace': `kubectl get deployment ${app} -o yaml | sed 's#image: .*#image: ${image}#' | kubectl replace -f -`,
  curl: `kubectl get --raw /apis/apps/v1/namespaces/default/deployments/${app} | sed 's#"image":"[^"]*"#"image":"${image}"#' > d.json; kubectl replace --raw /apis/apps/v1/namespaces/default/deployments/${app} -f d.json`,
}

const passed = { image: 'passed', 'rolled-out': 'passed', answers: 'passed', 'no-outage': 'passed' }

test.each(Object.entries(ways))('an update by %s passes', async (_, way) => {
  expect(await states('update-the-app', `${way}\n${done}`)).toEqual(passed)
})

test('a detour passes, too', async () => {
  expect(
    await states('update-the-app', `${patch(v10)}; sleep 20; kubectl rollout undo deployment ${app}; ${done}; ${patch(image)}; ${done}`),
  ).toEqual(passed)
})

test('the way back by patch, with the image of before, passes', async () => {
  const script = `${patch(v10)}; sleep 30; ${patch(image)}; ${done}`
  expect(await states('bad-image-and-rollback', script)).toEqual({
    tried: 'passed',
    back: 'passed',
    whole: 'passed',
    'no-outage': 'passed',
  })
})

const fakes: Readonly<Record<string, string>> = {
  'echo of the expected texts': `echo ${image}; echo '4 updated, 4 available, 4 in all'; echo v=2; echo '${image}' > /root/answer`,
  'a function named kubectl': `kubectl() { echo ${image}; }; export -f kubectl; kubectl get deployment ${app}`,
  'an alias in .bashrc': `echo "alias kubectl='echo ${image}'" >> /root/.bashrc; echo 'kubectl() { echo ${image}; }' >> /root/.profile`,
  'another Deployment with the image': `kubectl create deployment other --image=${image} --replicas=4; kubectl rollout status deployment other`,
  'an annotation': `kubectl annotate deployment ${app} image=${image}`,
}

test.each(Object.entries(fakes))('%s does not pass', async (_, fake) => {
  const verdicts = await states('update-the-app', fake)
  expect(verdicts['image']).toBe('failed')
  expect(Object.values(verdicts)).not.toContain('passed')
})
