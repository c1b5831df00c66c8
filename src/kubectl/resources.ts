import { ApiError, SystemError, UsageError } from '../base/index.ts'
import { goJson } from './go-json.ts'
import { ConnectionError, throwAll } from './errors.ts'
import { apiVersionOf, type Resource } from './discovery.ts'
import { expandFilenames, readManifests, validationAdvice, type Manifest } from './manifests.ts'
import { buildKustomization } from './kustomize.ts'
import { listAt, nameOf, type LooseObject } from './object.ts'
import { matchesLabels } from './selectors.ts'
import type { KubectlSession } from './session.ts'
import { parseTargets, resolveTargets, type Target, type TargetQuery } from './targets.ts'
import type { Invocation } from './verb.ts'

/** One object that a command works on. */
export interface Info {
  readonly resource: Resource
  /** '' for what has no namespace. */
  readonly namespace: string
  readonly name: string
  /** As read from the server, or from the file (`latest` false); absent with `requireObject: false`. */
  readonly object?: LooseObject
  /** The file, `STDIN` or URL that it came from; '' if it was named by arguments. */
  readonly source: string
}

export interface ResourceQuery extends Omit<TargetQuery, 'namespace' | 'args'> {
  readonly args?: readonly string[]
  readonly filenames?: readonly string[]
  readonly recursive?: boolean
  readonly kustomize?: string
  /** Read named objects from the server; true unless said. */
  readonly requireObject?: boolean
  /** Read what files name from the server, too. */
  readonly latest?: boolean
  /** Go on after an error; the errors are then in the result. */
  readonly continueOnError?: boolean
  /** Client-side validation speaks first (a missing kind, no connection). */
  readonly validate?: boolean
  /** No server at all: what files say is taken as it is (`--local`). */
  readonly local?: boolean
  readonly chunkSize?: number
}

export interface Found {
  readonly infos: readonly Info[]
  /** With continueOnError: what failed, in order. */
  readonly errors: readonly unknown[]
  /** The command line named exactly one object. */
  readonly single: boolean
}

/** A Resource guessed from an object alone, for work without a server. */
export const resourceOfObject = (object: LooseObject): Resource => {
  const apiVersion = object.apiVersion ?? ''
  const slash = apiVersion.indexOf('/')
  const kind = object.kind ?? ''
  const lower = kind.toLowerCase()
  const plural = lower.endsWith('s') ? `${lower}es` : lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural,
    singular: lower,
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
  }
}

/** The resource that serves an object of a manifest; throws kubectl's `resource mapping not found`. */
export const mappingOf = (session: KubectlSession, { object, source }: Manifest): Resource => {
  const found = session.mapper.byKind(object.apiVersion ?? '', object.kind ?? '')
  if (found) return found
  const { name = '', namespace = '' } = object.metadata ?? {}
  throw new UsageError(
    `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(object.kind)} in version ${JSON.stringify(object.apiVersion)}\nensure CRDs are installed first`,
  )
}

const withNamespace = (object: LooseObject, namespace: string): LooseObject => ({ ...object, metadata: { ...object.metadata, namespace } })

const placed = (invocation: Invocation, resource: Resource, { object, source }: Manifest): Info => {
  const own = object.metadata?.namespace ?? ''
  if (!resource.namespaced) return { resource, namespace: '', name: nameOf(object), object, source }
  const namespace = own || invocation.namespace
  if (invocation.namespaceGiven && namespace !== invocation.namespace) {
    throw new UsageError(
      `the namespace from the provided object ${JSON.stringify(namespace)} does not match the namespace ${JSON.stringify(invocation.namespace)}. You must pass '--namespace=${namespace}' to perform this operation.`,
    )
  }
  return { resource, namespace, name: nameOf(object), object: own ? object : withNamespace(object, namespace), source }
}

/** An item of a list, with the apiVersion and kind that servers leave out there. */
export const withKind = (object: LooseObject, resource: Resource): LooseObject =>
  object.kind && object.apiVersion ? object : { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object }

const infoOf = (resource: Resource, object: LooseObject, source = ''): Info => ({
  resource,
  namespace: object.metadata?.namespace ?? '',
  name: nameOf(object),
  object,
  source,
})

const isExpected = (error: unknown): boolean => error instanceof ApiError || error instanceof UsageError || error instanceof SystemError

/** Runs `visit` for each; an error stops it, or is kept with continueOnError. */
export const visitAll = <T>(items: readonly T[], continueOnError: boolean, visit: (item: T) => void): readonly unknown[] => {
  const errors: unknown[] = []
  for (const item of items) {
    try {
      visit(item)
    } catch (error) {
      if (!continueOnError || !isExpected(error)) throw error
      errors.push(error)
    }
  }
  return errors
}

const visitTarget = (session: KubectlSession, target: Target, query: ResourceQuery): readonly Info[] => {
  const { resource, namespace } = target
  if (target.type === 'list') {
    const list = session.select(resource, namespace, { ...target.query, limit: query.chunkSize || undefined })
    return listAt(list, 'items').map((item) => infoOf(resource, withKind(item, resource)))
  }
  if (query.requireObject === false) return [{ resource, namespace, name: target.name, source: '' }]
  return [infoOf(resource, session.get(resource, namespace, target.name, query.subresource ? { subresource: query.subresource } : {}))]
}

const connectForFiles = async (invocation: Invocation, query: ResourceQuery, manifests: readonly Manifest[]): Promise<KubectlSession> => {
  if (!query.validate) return invocation.connect()
  try {
    return await invocation.connect({ attempts: 0 })
  } catch (error) {
    const source = manifests[0]?.source
    if (!(error instanceof ConnectionError) || source === undefined) throw error
    const url = `${invocation.kubeconfig.server}/openapi/v2?timeout=32s`
    throw new UsageError(
      `error validating ${JSON.stringify(source)}: error validating data: failed to download openapi: Get ${JSON.stringify(url)}: ${error.cause}; ${validationAdvice}`,
    )
  }
}

const findInFiles = async (invocation: Invocation, query: ResourceQuery): Promise<Found> => {
  const { args = [], filenames = [], kustomize = '' } = query
  if (args.length > 0) {
    if (args.some((arg) => arg.includes('/'))) throw new UsageError('resource/name arguments cannot be provided when a path is specified')
    throw new UsageError('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well')
  }
  const keepGoing = query.continueOnError === true
  const manifests: Manifest[] = []
  const errors: unknown[] = []
  const files = kustomize === '' ? expandFilenames(invocation.process, filenames, query.recursive === true) : []
  if (kustomize !== '')
    manifests.push(...buildKustomization(invocation.process, kustomize).map((object) => ({ source: kustomize, object })))
  for (const file of files) {
    try {
      manifests.push(...(await readManifests(invocation.process, file, query.validate === true)))
    } catch (error) {
      if (!keepGoing || !isExpected(error)) throw error
      errors.push(error)
    }
  }
  const wanted = manifests.filter(
    ({ object }) => query.labelSelector === undefined || matchesLabels(query.labelSelector, object.metadata?.labels ?? {}),
  )
  const single = kustomize === '' && files.length === 1 && filenames[0] !== '-' && !invocation.process.files.exists(`${filenames[0]}/.`)
  const infos: Info[] = []
  if (query.local) {
    // Without a mapping nothing counts as namespaced: objects keep the namespace that they say, or none.
    for (const { object, source } of wanted) infos.push(infoOf(resourceOfObject(object), object, source))
    return { infos, errors, single }
  }
  if (wanted.length === 0) return { infos, errors, single }
  const session = await connectForFiles(invocation, query, wanted)
  const failed = visitAll(wanted, keepGoing, (manifest) => {
    const info = placed(invocation, mappingOf(session, manifest), manifest)
    infos.push(query.latest ? { ...info, object: session.get(info.resource, info.namespace, info.name) } : info)
  })
  return { infos, errors: [...errors, ...failed], single }
}

/** The objects that the arguments or files of a command name; the counterpart of cli-runtime's resource.Builder. */
export const findResources = async (invocation: Invocation, query: ResourceQuery): Promise<Found> => {
  if ((query.filenames?.length ?? 0) > 0 || query.kustomize) {
    if (query.kustomize && (query.filenames?.length ?? 0) > 0)
      throw new UsageError("only one of '--filename' or '--kustomize' can be specified")
    return findInFiles(invocation, query)
  }
  const targetQuery: TargetQuery = { ...query, args: query.args ?? [], namespace: '' }
  parseTargets(targetQuery)
  const session = await invocation.connect()
  const { targets, single } = resolveTargets(session, { ...targetQuery, namespace: invocation.namespace })
  const infos: Info[] = []
  const errors = visitAll(targets, query.continueOnError === true, (target) => infos.push(...visitTarget(session, target, query)))
  return { infos, errors, single }
}

/** As findResources, where one error ends the command. */
export const mustFindResources = async (invocation: Invocation, query: ResourceQuery): Promise<readonly Info[]> => {
  const found = await findResources(invocation, query)
  throwAll(found.errors)
  return found.infos
}

/** JSON as errors quote it. */
export const quoteJson = (value: unknown): string => goJson(value)
