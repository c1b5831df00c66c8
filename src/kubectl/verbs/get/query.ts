import { ApiError, SystemError, UsageError } from '../../../base/index.ts'
import type { Resource } from '../../discovery.ts'
import { isNotFound } from '../../errors.ts'
import { listAt, textAt } from '../../object.ts'
import { findResources, withKind } from '../../resources.ts'
import { resourcePath, tableAccept } from '../../session.ts'
import { parseTargets, resolveTargets, type TargetQuery } from '../../targets.ts'
import type { Invocation } from '../../verb.ts'

/** One answer of the server: a Table, a list or an object, and what it is about. */
export interface Answer {
  readonly resource: Resource
  readonly namespace: string
  readonly name: string
  readonly body: unknown
}

export interface Answers {
  readonly answers: readonly Answer[]
  readonly errors: readonly unknown[]
  /** The command line named exactly one object. */
  readonly single: boolean
  readonly kinds: number
}

export const targetQueryOf = ({ args, flags, namespace }: Invocation): TargetQuery => ({
  args,
  namespace,
  allNamespaces: flags.boolean('all-namespaces'),
  typeMeansAll: true,
  ...(flags.changed('selector') && flags.string('selector') !== '' ? { labelSelector: flags.string('selector') } : {}),
  ...(flags.changed('field-selector') && flags.string('field-selector') !== '' ? { fieldSelector: flags.string('field-selector') } : {}),
  ...(flags.has('subresource') ? { subresource: flags.string('subresource') } : {}),
})

/** Asks for all that the command line names; `table` asks for Tables, `whole` for the objects along with them. */
export const ask = async (invocation: Invocation, table: boolean, whole: boolean): Promise<Answers> => {
  const { flags } = invocation
  const accept = table ? { accept: tableAccept } : {}
  const include = table && whole ? { includeObject: 'Object' } : {}
  const collected: Answer[] = []
  const errors: unknown[] = []
  const filenames = flags.list('filename')
  if (filenames.length > 0 || flags.string('kustomize')) {
    const found = await findResources(invocation, {
      args: invocation.args,
      filenames,
      kustomize: flags.string('kustomize'),
      recursive: flags.boolean('recursive'),
      continueOnError: true,
      ...(flags.string('selector') ? { labelSelector: flags.string('selector') } : {}),
    })
    const session = await invocation.connect()
    for (const { resource, namespace, name } of found.infos) {
      attempt(errors, () =>
        collected.push({
          resource,
          namespace,
          name,
          body: session.getPath(resourcePath(resource, namespace, name, undefined, include), accept.accept),
        }),
      )
    }
    return finish(invocation, collected, [...found.errors, ...errors], found.single)
  }
  const query = targetQueryOf(invocation)
  parseTargets(query)
  const session = await invocation.connect()
  const { targets, single } = resolveTargets(session, query)
  for (const target of targets) {
    const { resource, namespace } = target
    attempt(errors, () => {
      if (target.type === 'name') {
        const path = resourcePath(resource, namespace, target.name, query.subresource, include)
        collected.push({ resource, namespace, name: target.name, body: session.getPath(path, accept.accept) })
      } else {
        const limit = flags.int('chunk-size') || undefined
        collected.push({
          resource,
          namespace,
          name: '',
          body: session.select(resource, namespace, { ...target.query, ...include, limit }, accept.accept),
        })
      }
    })
  }
  return finish(invocation, collected, errors, single, new Set(targets.map(({ resource }) => resource)).size)
}

const attempt = (errors: unknown[], run: () => void): void => {
  try {
    run()
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof UsageError || error instanceof SystemError)) throw error
    errors.push(error)
  }
}

const finish = (
  { flags }: Invocation,
  answers: readonly Answer[],
  errors: readonly unknown[],
  single: boolean,
  kinds?: number,
): Answers => ({
  answers,
  errors: flags.boolean('ignore-not-found') ? errors.filter((error) => !isNotFound(error)) : errors,
  single,
  kinds: kinds ?? new Set(answers.map(({ resource }) => resource)).size,
})

/** The objects of an answer; lists are taken apart. */
export const objectsOf = ({ resource, body, name }: Answer) =>
  name === '' && textAt(body, 'kind').endsWith('List')
    ? listAt(body, 'items').map((item) => withKind(item, resource))
    : [body as Readonly<Record<string, unknown>>]
