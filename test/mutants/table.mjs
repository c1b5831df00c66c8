const laws = 'test/conformance/laws.test.ts'
const determinism = 'test/conformance/determinism.test.ts'

/** Each breaks one law of the simulation; `test` (with `named`, only the tests whose names match) must notice. `from` stands exactly once in `file`. */
export const mutants = [
  { law: 'surge rounds up', file: 'src/controllers/deployment/limits.ts', from: "maxSurge, replicas, 'up'", to: "maxSurge, replicas, 'down'", test: laws, named: 'rolling update' },
  { law: 'unavailable rounds down', file: 'src/controllers/deployment/limits.ts', from: "maxUnavailable, replicas, 'down'", to: "maxUnavailable, replicas, 'up'", test: laws, named: 'rolling update' },
  { law: 'old Pods go only as availability allows', file: 'src/controllers/deployment/computations.ts', from: '- minAvailable - newUnavailable', to: '- minAvailable', test: 'src/controllers/deployment/rollouts.test.ts' },
  { law: 'revisions count up', file: 'src/controllers/deployment/rollout.ts', from: 'const annotations = newReplicaSetAnnotations(deployment, known, maxRevision(old) + 1)', to: 'const annotations = newReplicaSetAnnotations(deployment, known, maxRevision(old))', test: laws, named: 'revisions' },
  { law: 'what is not ready is deleted first', file: 'src/controllers/support/pods.ts', from: 'const unassigned = Number(!b.pod.spec?.nodeName) - Number(!a.pod.spec?.nodeName)', to: 'const unassigned = Number(!a.pod.spec?.nodeName) - Number(!b.pod.spec?.nodeName)', test: laws, named: 'deletes first' },
  { law: 'only ready Pods are endpoints', file: 'src/controllers/endpointslice/pod-endpoint.ts', from: '(serving && !terminating)', to: '!terminating', test: laws, named: 'leads only' },
  { law: 'a Service spreads over its Pods', file: 'src/network/service-view.ts', from: '* candidates.length)', to: '* 1)', test: laws, named: 'leads only' },
  { law: 'kube-proxy reads the target port', file: 'src/network/service-view.ts', from: 'candidate.port === packet.port', to: 'candidate.port !== packet.port', test: laws, named: 'leads only' },
  { law: 'who only looks changes no draw', file: 'src/network/translator.ts', from: 'to.probe ? draws : draws++', to: 'draws++', test: determinism, named: 'leaves no trace' },
  { law: 'an old copy is refused (409)', file: 'src/apiserver/update.ts', from: "resourceVersion !== '0' && resourceVersion !== current.metadata.resourceVersion", to: "resourceVersion !== '0' && resourceVersion === ''", test: laws, named: 'old copy' },
  { law: 'the generation counts the spec', file: 'src/apiserver/update.ts', from: 'if (!kind.changesGeneration?.(next, current)) return next', to: 'if (kind.changesGeneration?.(next, current)) return next', test: laws, named: 'generation' },
  { law: 'a Pod has its grace', file: 'src/apiserver/delete.ts', from: 'options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30', to: 'options.gracePeriodSeconds ?? 1', test: laws, named: 'its grace' },
  { law: 'orphans stay', file: 'src/apiserver/delete.ts', from: "return [...others, 'orphan']", to: 'return others', test: laws, named: 'orphaned' },
  { law: 'back-off doubles', file: 'src/kubelet/back-off.ts', from: 'entry.delay * 2', to: 'entry.delay', test: laws, named: 'crashes' },
  { law: 'a probe has a threshold', file: 'src/kubelet/prober.ts', from: 'probe.failureThreshold ?? 3', to: '1 + 0 * (probe.failureThreshold ?? 3)', test: laws, named: 'probe must fail' },
  { law: 'SIGPIPE ends the writer', file: 'src/machine/task.ts', from: "this.kill('SIGPIPE')", to: "this.kill('SIGCHLD')", test: laws, named: 'SIGPIPE' },
  { law: 'quantities round up', file: 'src/base/quantity.ts', from: '(value + unit - 1n) / unit', to: 'value / unit', test: 'src/base/quantity.test.ts' },
  { law: 'notin selects what has not the key', file: 'src/api/selector.ts', from: 'value === undefined || !values.includes(value)', to: 'value !== undefined && !values.includes(value)', test: 'src/api/selector.test.ts' },
  { law: 'undo cuts the log', file: 'src/host/simulation.ts', from: 'log: this.log.slice(0, logLength)', to: 'log: this.log.slice(0, logLength + 1)', test: determinism, named: 'undo takes back' },
  { law: 'equal times keep their order', file: 'src/base/clock.ts', from: 'a.time === b.time && a.sequence < b.sequence', to: 'a.time === b.time && a.sequence > b.sequence', test: 'test/conformance/golden.test.ts', named: 'rolling-update-default' },
  { law: 'a check writes nothing', file: 'src/teaching/probe.ts', from: 'reading.has(request.method) ? endpoint.request(request) : undefined', to: 'endpoint.request(request)', test: determinism, named: 'leaves no trace' },
  { law: 'texts that are echoed prove nothing', file: 'src/teaching/expect.ts', from: 'matches: text === matcher.equals', to: 'matches: true', test: 'test/conformance/checks.test.ts', named: 'echo of the expected' },
]
