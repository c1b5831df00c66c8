import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Normaliser } from '../../src/host/conform/normalise.ts'
import { settle } from '../../src/world/index.ts'
import { realKubectls, ServedWorld, type Outcome } from './served-world.ts'

const bootcamp = `apiVersion: v1
kind: Service
metadata:
  name: shop
  labels: {app: shop}
spec:
  selector: {app: shop}
  ports:
  - {name: http, port: 80, targetPort: 8080}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 2
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
      - name: shop
        image: gcr.io/google-samples/kubernetes-bootcamp:v1
        ports: [{containerPort: 8080}]
        env: [{name: COLOUR, value: blue}]
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
`
const files: Readonly<Record<string, string>> = {
  'shop.yaml': bootcamp,
  'shop-2.yaml': bootcamp.replace('value: blue', 'value: green').replace('replicas: 2', 'replicas: 3'),
  'nginx.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: rollout-nginx}
spec:
  replicas: 3
  selector: {matchLabels: {app: rollout-nginx}}
  template:
    metadata: {labels: {app: rollout-nginx}}
    spec: {containers: [{name: nginx, image: 'nginx:1.15.12'}]}
`,
  'typo.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: typo}
spec:
  selector: {matchLabels: {app: typo}}
  template:
    metadata: {labels: {app: typo}}
    spec: {conainters: [{name: nginx, image: nginx}]}
`,
  'mismatch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: mismatch}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: b}}
    spec: {containers: [{name: nginx, image: nginx}]}
`,
  'broken.yaml': 'apiVersion: v1\nkind: Pod\n  metadata: [\n',
}

const app = 'kubernetes-bootcamp'
/**
 * Lines of bash for both sides, in this order, each side in a namespace of its own. Of `last` only the last line counts,
 * since what streams before depends on the moment; lines of `unordered` stand in the order of random names.
 */
const lines: readonly (string | { readonly last: string } | { readonly unordered: string })[] = [
  // Document 004: an application, its Service, its updates.
  `kubectl create deployment ${app} --image=gcr.io/google-samples/kubernetes-bootcamp:v1`,
  'kubectl get deployments',
  'kubectl get pods',
  `kubectl expose deployment/${app} --type="NodePort" --port 8080`,
  'kubectl get services',
  `kubectl describe services/${app}`,
  `export NODE_PORT=$(kubectl get services/${app} -o go-template='{{(index .spec.ports 0).nodePort}}'); echo NODE_PORT=$NODE_PORT`,
  'kubectl describe deployment',
  'kubectl describe pods',
  `kubectl scale deployments/${app} --replicas=4`,
  { unordered: 'kubectl get pods -o wide' },
  'kubectl describe pods | grep Image:',
  `kubectl set image deployments/${app} ${app}=jocatalin/kubernetes-bootcamp:v2`,
  { last: `kubectl rollout status deployments/${app}` },
  { unordered: 'kubectl get rs' },
  'kubectl describe pods | grep "Image:" | sort | uniq -c',
  `kubectl set image deployments/${app} ${app}=gcr.io/google-samples/kubernetes-bootcamp:v10`,
  'kubectl get deployments',
  { unordered: 'kubectl get rs -o wide' },
  { last: `kubectl rollout status deployments/${app} --timeout=1s` },
  `kubectl rollout history deployments/${app}`,
  `kubectl rollout undo deployments/${app}`,
  { last: `kubectl rollout status deployments/${app}` },
  `kubectl get deployment ${app} -o jsonpath='{..image}{"\\n"}'`,
  // A rollout of nginx with causes, back and forth.
  'kubectl apply -f nginx.yaml --record',
  'kubectl rollout history deployment rollout-nginx',
  'kubectl set image deployment rollout-nginx nginx=nginx:1.16.0 --record',
  { last: 'kubectl rollout status deployment rollout-nginx' },
  'kubectl rollout history deployment rollout-nginx',
  'kubectl rollout history deployment rollout-nginx --revision=2',
  'kubectl annotate deployment rollout-nginx kubernetes.io/change-cause="by hand" --overwrite',
  'kubectl rollout undo deployment rollout-nginx --to-revision=1',
  'kubectl rollout undo deployment rollout-nginx --to-revision=9',
  'kubectl rollout pause deployment rollout-nginx',
  'kubectl rollout pause deployment rollout-nginx',
  'kubectl rollout undo deployment rollout-nginx',
  'kubectl rollout resume deployment rollout-nginx',
  'kubectl rollout restart deployment rollout-nginx',
  'kubectl describe deployment rollout-nginx',
  'kubectl autoscale deployment nosuch --max=3',
  // get in all its outputs.
  'kubectl get nodes',
  'kubectl get deployments -o wide',
  'kubectl get deployments -o name',
  'kubectl get deployment rollout-nginx -o yaml',
  'kubectl get deployment rollout-nginx -o json',
  `kubectl get pods -o jsonpath='{range .items[*]}{.spec.containers[0].image}{"\\n"}{end}'`,
  'kubectl get pods -o custom-columns=IMAGE:.spec.containers[0].image,PHASE:.status.phase,NONE:.metadata.none',
  'kubectl get pods --show-labels -l app=rollout-nginx',
  'kubectl get deployments -L app,tier --sort-by=.metadata.name --no-headers',
  'kubectl get pods --field-selector status.phase=Pending',
  { unordered: 'kubectl get all -l app=rollout-nginx' },
  'kubectl get svc,endpoints',
  'kubectl get deployments -o go-template=\'{{range .items}}{{.metadata.name}} {{.spec.replicas}}{{"\\n"}}{{end}}\'',
  'kubectl get --raw /version | head -3',
  // apply, diff, patch, edit, label, set, wait.
  'kubectl apply -f shop.yaml',
  'kubectl diff -f shop-2.yaml | grep "^[+-] "',
  'kubectl apply -f shop-2.yaml',
  'kubectl apply -f shop-2.yaml',
  'kubectl wait --for=condition=Available deployment/shop --timeout=30s',
  'kubectl apply view-last-applied deployment/shop',
  `kubectl patch deployment shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"shop","env":[{"name":"SIZE","value":"1"}]}]}}}}'`,
  `kubectl patch deployment shop --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'`,
  `kubectl patch deployment shop --type=merge -p '{"spec":{"replicas":"two"}}'`,
  'KUBE_EDITOR="sed -i s/green/red/" kubectl edit deployment shop',
  'KUBE_EDITOR=true kubectl edit deployment shop',
  'kubectl label deployment shop tier=front',
  'kubectl label deployment shop tier=back',
  'kubectl label deployment shop tier-',
  'kubectl set env deployment/shop COLOUR=black',
  'kubectl set env deployment/shop --list',
  'kubectl set resources deployment/shop --limits=cpu=200m',
  'kubectl replace -f shop.yaml',
  'kubectl create configmap colours --from-literal=a=blue',
  'kubectl describe configmap colours',
  'kubectl create secret generic key --from-literal=password=open',
  'kubectl describe secret key',
  'kubectl run once --image=busybox --restart=Never -- sh -c "echo done; exit 3"',
  'kubectl logs once',
  'kubectl get pod once',
  'kubectl exec deploy/shop -- sh -c "exit 4"',
  'kubectl exec deploy/shop -- hostname | wc -l',
  'kubectl port-forward deploy/shop 18099:8080 > /dev/null & sleep 2; curl -s localhost:18099; kill $!',
  'kubectl explain deployment.spec.replicas | head -5',
  'kubectl api-resources --namespaced=false --no-headers -o name | sort',
  'kubectl auth can-i delete pods',
  // Errors.
  'kubectl apply -f typo.yaml',
  'kubectl apply -f mismatch.yaml',
  'kubectl apply -f broken.yaml',
  'kubectl apply -f nosuch.yaml',
  'kubectl get nosuch',
  'kubectl get pod nosuch',
  'kubectl get pods nosuch other',
  'kubectl gett pods',
  'kubectl get pods --nosuch',
  'kubectl get pods -o nosuch',
  'kubectl set image deployment/shop nosuch=nginx',
  'kubectl create deployment shop --image=nginx',
  'kubectl create deployment Shop --image=nginx',
  'kubectl scale deployment nosuch --replicas=2',
  'kubectl scale deployment shop --replicas=-1',
  'kubectl logs nosuch',
  'kubectl exec nosuch -- ls',
  'kubectl rollout status deployment/nosuch',
  'kubectl delete pod nosuch',
  'kubectl -n nosuch get pods',
  'kubectl delete service -l app=shop',
  `kubectl delete deployments/${app}`,
]

/** What another version of kubectl says in other words: the emulated one is of v1.35. */
const versions: readonly { readonly pattern: RegExp; readonly becomes: string; readonly reason: string }[] = [
  { pattern: / from \S+ namespace$/gm, becomes: '', reason: 'since v1.34 delete names the namespace' },
  { pattern: /ConfigMapOptional: {2,}<nil>/g, becomes: 'Optional:                false', reason: 'since v1.33 describe says it so' },
  { pattern: /,kyaml,/g, becomes: ',', reason: 'since v1.34 there is KYAML' },
  {
    pattern: /^error: no objects passed to scale (?=.* not found$)/gm,
    becomes: 'Error from server (NotFound): ',
    reason: "since v1.34 scale passes the server's error on",
  },
  {
    pattern: /^Error: (?=unknown (command|flag|shorthand))/gm,
    becomes: 'error: ',
    reason: 'the dispatcher of the Google Cloud SDK has its own main',
  },
]

const namespaces = ['side-a', 'side-b'] as const

const readable = (
  served: ServedWorld,
  side: Normaliser,
  line: string,
  outcome: Outcome,
  { last, unordered }: { readonly last: boolean; readonly unordered: boolean },
): readonly string[] => {
  const tidy = (text: string): string => {
    const common = versions.reduce((result, { pattern, becomes }) => result.replace(pattern, becomes), text)
    return common
      .replaceAll(`127.0.0.1:${served.port}`, '10.0.0.10:6443')
      .replace(/side-[ab]/g, 'side')
      .replace(/\b10\.0\.0\.1[123]\b/g, '<node address>')
      .replace(/\bErrImagePull\b/g, 'ImagePullBackOff')
  }
  const output = tidy(outcome.stdout)
  const flags = new Set<'nodes' | 'kubelet-events' | 'unordered' | 'ids'>([
    'nodes',
    'kubelet-events',
    ...(unordered ? (['unordered', 'ids'] as const) : []),
  ])
  const stdout = last ? output.split('\n').slice(-2).join('\n') : output
  return [
    ...side.lines(stdout, line, flags),
    ...side.lines(tidy(outcome.stderr), line, flags).map((text) => `stderr: ${text}`),
    `exit code ${outcome.code}`,
  ]
}

const kindOf = (line: (typeof lines)[number]) => ({
  last: typeof line !== 'string' && 'last' in line,
  unordered: typeof line !== 'string' && 'unordered' in line,
})

const kubectls = realKubectls()
if (kubectls.length === 0) console.warn('skipped: there is no kubectl on the PATH to compare with')

describe.each(kubectls.map((path) => ({ name: basename(path), path })))('$name', ({ path: kubectl }) => {
  let served: ServedWorld
  const kubeconfigs: string[] = []
  const sides = [new Normaliser(''), new Normaliser('')] as const

  beforeAll(async () => {
    served = await ServedWorld.start()
    for (const [name, text] of Object.entries(files)) served.write(name, text)
    for (const namespace of namespaces) {
      await served.inside(`kubectl create namespace ${namespace}`)
      await served.inside(
        `cp /etc/kubernetes/admin.conf ${namespace}.conf; kubectl --kubeconfig ${namespace}.conf config set-context --current --namespace ${namespace}`,
      )
    }
    writeFileSync(join(served.folder, 'side-b.conf'), served.kubeconfig('/root/lab/side-b.conf'))
    kubeconfigs.push('side-a.conf', join(served.folder, 'side-b.conf'))
  })
  afterAll(() => served.stop())

  const numbered = lines.map((line, index) => ({
    number: String(index + 1).padStart(3, '0'),
    line: typeof line === 'string' ? line : 'last' in line ? line.last : line.unordered,
    ...kindOf(line),
  }))
  test.each(numbered)('$number $line', async ({ line, ...kind }) => {
    await settle(served.world, 20_000)
    const emulated = await served.inside(line, kubeconfigs[0])
    await settle(served.world, 20_000)
    const real = await served.outside(line, { kubectl, kubeconfig: kubeconfigs[1]! })
    expect(readable(served, sides[0], line, emulated, kind)).toEqual(readable(served, sides[1], line, real, kind))
  })
})

test.skipIf(kubectls.length > 0)('skipped: there is no kubectl on the PATH to compare with', () => undefined)
