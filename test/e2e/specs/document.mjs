// Every command of the rolling update tutorial, in its order, in the sandbox of its lesson.
import { expect, expectMatch } from '../support/expect.mjs'

const app = 'deployments/kubernetes-bootcamp'
const curl = 'curl $(minikube ip):$NODE_PORT'

const fourRunning = /NAME[^\n]*\n(kubernetes-bootcamp-\S+ +1\/1 +Running +0 [^\n]*\n){4}root@/

const fiveCurls = async (ship, version) => {
  const pods = new Set()
  for (let i = 0; i < 5; i++) {
    const answer = (await ship.run(curl)).replaceAll('\n', '')
    const pod = answer.match(new RegExp(`Hello Kubernetes bootcamp! \\| Running on: (\\S+) \\| v=${version}`))
    expect(pod, `an answer of version ${version}`, answer)
    pods.add(pod[1])
  }
  expect(pods.size > 1, 'answers of several Pods', [...pods])
}

const updateAndVerify = async (ship) => {
  expectMatch(await ship.run('kubectl get deployments'), /NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nkubernetes-bootcamp +4\/4 +4 +4 /)
  expectMatch(await ship.run('kubectl get pods'), /(kubernetes-bootcamp-\S+ +1\/1 +Running +0 [^\n]*\n){4}/)
  expectMatch(await ship.run('kubectl describe pods'), /Events:[\s\S]*Started/)
  expectMatch(
    await ship.run('kubectl describe pods | grep Image'),
    /(Image: +gcr.io\/google-samples\/kubernetes-bootcamp:v1\s+Image ID: [\s\S]*?){4}/,
  )
  expectMatch(
    await ship.run(`kubectl set image ${app} kubernetes-bootcamp=jocatalin/kubernetes-bootcamp:v2`),
    /deployment.apps\/kubernetes-bootcamp image updated/,
  )
  await ship.runUntil('kubectl get pods', /Terminating/)
  await ship.speed(60)
  await ship.runUntil('kubectl get pods', fourRunning)
  await ship.speed(1)
  const service = await ship.run('kubectl describe services/kubernetes-bootcamp')
  expectMatch(service, /Type: +NodePort[\s\S]*NodePort: +<unset> +\d+\/TCP[\s\S]*Endpoints: +[\d.]+:8080/)
  await ship.run(`export NODE_PORT=$(kubectl get services/kubernetes-bootcamp -o go-template='{{(index .spec.ports 0).nodePort}}')`)
  expectMatch(await ship.run('echo NODE_PORT=$NODE_PORT'), /NODE_PORT=3\d{4}\n/)
  await fiveCurls(ship, 2)
  expectMatch(await ship.run(`kubectl rollout status ${app}`), /deployment "kubernetes-bootcamp" successfully rolled out/)
  expectMatch(await ship.run('kubectl describe pods | grep Image'), /(Image: +jocatalin\/kubernetes-bootcamp:v2[\s\S]*?){4}/)
}

const breakAndRollBack = async (ship) => {
  expectMatch(await ship.run(`kubectl set image ${app} kubernetes-bootcamp=gcr.io/google-samples/kubernetes-bootcamp:v10`), /image updated/)
  await ship.speed(10)
  await ship.runUntil('kubectl get deployments', /kubernetes-bootcamp +3\/4 +2 +3 /)
  await ship.runUntil('kubectl get pods', /0\/1 +ImagePullBackOff/)
  expectMatch(await ship.run('kubectl get pods'), /(1\/1 +Running[\s\S]*?){3}/)
  expectMatch(
    (await ship.run('kubectl describe pods | grep -A99 Events | grep v10 | tail -n 12')).replaceAll('\n', ''),
    /Failed to pull image.*kubernetes-bootcamp:v10.*not found/,
  )
  expectMatch(await ship.run(`kubectl rollout undo ${app}`), /deployment.apps\/kubernetes-bootcamp rolled back/)
  await ship.speed(60)
  await ship.runUntil('kubectl get pods', fourRunning)
  await ship.speed(1)
  expectMatch(await ship.run('kubectl describe pods | grep Image'), /(Image: +jocatalin\/kubernetes-bootcamp:v2[\s\S]*?){4}/)
  expectMatch(await ship.run('kubectl describe pods'), /Events:/)
  await fiveCurls(ship, 2)
}

export const tests = [
  {
    name: 'the rolling update tutorial, command by command',
    run: async (ship) => {
      await ship.open('#/lesson/rolling-updates/update-the-app')
      await updateAndVerify(ship)
      await breakAndRollBack(ship)
    },
  },
]
