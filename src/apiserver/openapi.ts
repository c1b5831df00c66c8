import { schema, type FieldSchema, type Kind } from '../api/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import type { Call } from './context.ts'
import { answer } from './http.ts'

/** `io.k8s.api.apps.v1.Deployment`: the name of a type's definition; types that are no kinds stand under core. */
const definitionName = (kinds: readonly Kind[], type: string): string => {
  if (type === 'ObjectMeta') return 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
  const kind = kinds.find((each) => each.type === type)
  const group = kind && kind.group !== '' ? kind.group.split('.')[0]! : 'core'
  return `io.k8s.api.${group}.${kind?.version ?? 'v1'}.${type}`
}

const scalars: Readonly<Record<string, object>> = {
  string: { type: 'string' },
  integer: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  time: { type: 'string', format: 'date-time' },
  microTime: { type: 'string', format: 'date-time' },
  intOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  bytes: { type: 'string', format: 'byte' },
  any: { type: 'object' },
}

class Definitions {
  readonly schemas: Record<string, object> = {}
  readonly #kinds: readonly Kind[]
  readonly #root: string

  constructor(kinds: readonly Kind[], root: string) {
    this.#kinds = kinds
    this.#root = root
  }

  reference(type: string): object {
    const name = definitionName(this.#kinds, type)
    if (!(name in this.schemas)) {
      this.schemas[name] = {}
      this.schemas[name] = this.#object(type)
    }
    return { $ref: `${this.#root}${name}` }
  }

  #object(type: string): object {
    const fields = schema[type] ?? {}
    const required = Object.keys(fields).filter((name) => fields[name]!.required)
    const kinds = this.#kinds.filter((kind) => kind.type === type)
    return {
      type: 'object',
      ...(required.length > 0 ? { required } : {}),
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, { ...this.#value(field.type), ...extensions(field) }]),
      ),
      ...(kinds.length > 0
        ? { 'x-kubernetes-group-version-kind': kinds.map(({ group, version, kind }) => ({ group, version, kind })) }
        : {}),
    }
  }

  #value(type: string): object {
    if (type.startsWith('[]')) return { type: 'array', items: this.#value(type.slice(2)) }
    if (type.startsWith('{}')) return { type: 'object', additionalProperties: this.#value(type.slice(2)) }
    const scalar = scalars[type]
    if (scalar) return scalar
    const reference = this.reference(type)
    return this.#root.startsWith('#/components') ? { allOf: [reference] } : reference
  }
}

const extensions = ({ listType, listMapKeys, mapType, patchStrategy, patchMergeKey }: FieldSchema): object => ({
  ...(listType ? { 'x-kubernetes-list-type': listType } : {}),
  ...(listMapKeys ? { 'x-kubernetes-list-map-keys': listMapKeys } : {}),
  ...(mapType ? { 'x-kubernetes-map-type': mapType } : {}),
  ...(patchStrategy ? { 'x-kubernetes-patch-strategy': patchStrategy } : {}),
  ...(patchMergeKey ? { 'x-kubernetes-patch-merge-key': patchMergeKey } : {}),
})

const rootOf = ({ group, version }: { readonly group: string; readonly version: string }): string =>
  group === '' ? `api/${version}` : `apis/${group}/${version}`

const parameter = (name: string) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })

/** The paths of a kind, as far as clients look at them: its kind, and that PATCH knows fieldValidation and dryRun. */
const pathsOf = (kind: Kind): readonly (readonly [string, object])[] => {
  const gvk = { 'x-kubernetes-group-version-kind': { group: kind.group, version: kind.version, kind: kind.kind } }
  const base = `/${rootOf(kind)}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`
  const operation = (action: string, parameters: readonly string[] = []) => ({
    'x-kubernetes-action': action,
    ...gvk,
    parameters: parameters.map(parameter),
  })
  const writing = ['dryRun', 'fieldManager', 'fieldValidation']
  return [
    [base, { get: operation('list'), post: operation('post', writing) }],
    [
      `${base}/{name}`,
      {
        get: operation('get'),
        put: operation('put', writing),
        patch: operation('patch', [...writing, 'force']),
        delete: operation('delete', ['dryRun']),
      },
    ],
  ]
}

/** /openapi/v2, /openapi/v3 and its documents, made from the schema of the served kinds. */
export const openApi = (call: Call): HttpResponse | undefined => {
  const { registry, version } = call.server
  const { path } = call.info
  const info = { title: 'Kubernetes', version }
  if (path === '/openapi/v2') return answer({ swagger: '2.0', info, ...document(registry.kinds, registry.kinds, '#/definitions/') })
  if (path === '/openapi/v3') {
    const roots = [...new Set(registry.kinds.map(rootOf))].sort()
    return answer({ paths: Object.fromEntries(roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }])) })
  }
  const kinds = registry.kinds.filter((kind) => path === `/openapi/v3/${rootOf(kind)}`)
  if (kinds.length === 0) return undefined
  const { paths, definitions } = document(registry.kinds, kinds, '#/components/schemas/')
  return answer({ openapi: '3.0.0', info, paths, components: { schemas: definitions } })
}

const document = (all: readonly Kind[], kinds: readonly Kind[], root: string) => {
  const definitions = new Definitions(all, root)
  for (const kind of kinds) definitions.reference(kind.type)
  return { paths: Object.fromEntries(kinds.flatMap(pathsOf)), definitions: definitions.schemas }
}
