import type { Check } from '../../teaching/index.ts'
import type { OpenLesson } from '../lessons.ts'
import { worlds } from '../worlds.ts'

const both = (en: string, ko: string) => ({ en, ko })
const check = (id: string, goal: Check['goal'], hints: Check['hints'] = []): Check => ({
  id,
  goal,
  hints,
  weight: 1,
  needs: [],
  on: 'controlplane',
})

const en = `The shop is moving \`web\` from nginx 1.27 to 1.29. Three nodes should all do the same thing. One does not.

## Start the update

\`\`\`bash
kubectl set image deploy/web nginx=nginx:1.29.1
\`\`\`

## Watch the two limits

\`\`\`bash
kubectl rollout status deploy/web
\`\`\`

## Find the pod that is stuck

One new pod has been waiting since 0:52. Ask the cluster which one it is, which node it is on, and what that node answers.

\`\`\`bash
kubectl get pods
kubectl describe pod web-58c9d7fb6c-hd9t6 | tail -7
\`\`\`

## Repair \`node03\`

The other nodes pull the same image, so the image is not at fault. Look at where this node asks for it, for example with \`$ crictl info\`.

\`\`\`bash
ssh node03
\`\`\`

## Let the rollout finish

Nothing to type here: run the clock **until settled**.
`
const ko = `쇼핑몰의 \`web\`을 nginx 1.27에서 1.29로 올리고 있습니다. 노드 세 대가 똑같이 움직여야 하는데, 한 대가 그러지 못합니다.

## 업데이트 시작하기

\`\`\`bash
kubectl set image deploy/web nginx=nginx:1.29.1
\`\`\`

## 두 한계 지켜보기

\`\`\`bash
kubectl rollout status deploy/web
\`\`\`

## 멈춰 있는 파드 찾기

새 파드 하나가 0:52부터 계속 기다리고 있습니다. 어떤 파드인지, 어느 노드에 있는지, 그 노드가 뭐라고 답하는지 클러스터에 물어보세요.

\`\`\`bash
kubectl get pods
kubectl describe pod web-58c9d7fb6c-hd9t6 | tail -7
\`\`\`

## \`node03\` 고치기

다른 노드는 같은 이미지를 잘 받으니 이미지 탓은 아닙니다. 이 노드가 이미지를 어디에 요청하는지 살펴보세요.

\`\`\`bash
ssh node03
\`\`\`

## 롤아웃 끝까지 진행하기

입력할 것은 없습니다. 시계를 **안정될 때까지** 진행하세요.
`

/** Stands in for a lesson while the page is worked on: `/?scripted#/lesson/dev/sample`. */
export const sampleLesson: OpenLesson = {
  id: 'sample',
  path: 'dev/sample',
  title: both('One node cannot pull', '이미지를 받지 못하는 노드'),
  minutes: 15,
  focus: 'deployments/web',
  checks: [
    check('image', both('The template of `web` asks for nginx:1.29.1', '`web` 템플릿의 이미지가 nginx:1.29.1입니다')),
    check('no-outage', both('6 or more pods stay available', '사용 가능한 파드가 6개 이상입니다')),
    check('all', both('All 8 pods are updated and available', '파드 8개가 모두 업데이트되고 사용 가능합니다'), [
      both('Which node is it on?', '어느 노드에 있나요?'),
      both('Read `/etc/containerd`.', '`/etc/containerd`를 읽어 보세요.'),
    ]),
    check('mirror', both('`node03` pulls from the shop’s registry', '`node03`이 쇼핑몰 레지스트리를 씁니다')),
  ],
  text: both(en, ko),
  world: { ...worlds.small },
  track: 'dev',
  summary: both('', ''),
}
