import type { HttpResponse } from '../machine/index.ts'
import { parseBody } from './body.ts'
import { discover } from './discovery.ts'
import { health } from './health.ts'
import type { Call } from './context.ts'
import { answer, pageNotFound } from './http.ts'
import { openApi } from './openapi.ts'
import { review } from './reviews.ts'
import { groupsOf } from './resources.ts'
import { failure, unknownResource } from './status.ts'
import { binding } from './subresources/binding.ts'

const discoveryMethods = new Set(['GET', 'HEAD'])

/** Paths that are no resource of a served kind: discovery, health, version, OpenAPI, reviews. */
export const handleOther = (call: Call): HttpResponse => {
  const reviewed = review(call)
  if (reviewed) return reviewed
  const { resource, path } = call.info
  if (resource) {
    if (resource.plural === 'bindings' && resource.group === '') return bind(call, resource.namespace)
    if (call.server.registry.hasGroup(resource.group)) throw unknownResource()
    return pageNotFound()
  }
  const found = path === '/' ? answer({ paths: rootPaths(call) }) : (discover(call) ?? health(call) ?? version(call) ?? openApi(call))
  if (!found) return pageNotFound()
  if (!discoveryMethods.has(call.request.method))
    throw failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
  return found
}

/** POST to `bindings`: the Pod that the Binding's own name tells. */
const bind = (call: Call, namespace: string | undefined): HttpResponse => {
  const kind = call.server.registry.findAny('', 'pods')
  if (!kind || !namespace) throw unknownResource()
  const { metadata } = parseBody(call.request).value as { readonly metadata?: { readonly name?: string } }
  return binding({ ...call, kind, namespace, name: metadata?.name ?? '', subresource: 'binding', dryRun: false })
}

const version = (call: Call): HttpResponse | undefined => {
  if (call.info.path !== '/version' && call.info.path !== '/version/') return undefined
  const gitVersion = call.server.version
  const [major = '1', minor = '35'] = gitVersion.slice(1).split('.')
  const emulation = {
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
  }
  const build = {
    gitVersion,
    gitCommit: '0'.repeat(40),
    gitTreeState: 'clean',
    buildDate: '2026-05-12T10:00:00Z',
    goVersion: 'go1.25.6',
    compiler: 'gc',
    platform: 'linux/amd64',
  }
  return answer({ major, minor, ...emulation, ...build })
}

const rootPaths = ({ server }: Call): readonly string[] => {
  const groups = groupsOf(server.registry)
    .filter(({ group }) => group !== '')
    .flatMap(({ group, versions }) => [`/apis/${group}`, ...versions.map((each) => `/apis/${group}/${each}`)])
  const checks = ['/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version']
  return ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/', ...groups.sort(), ...checks]
}
