import { ApiError, SystemError, UsageError } from '../../base/index.ts'
import type { Process } from '../../machine/index.ts'
import { loadClientConfig } from '../client-config.ts'
import { dialServer } from '../connect.ts'
import type { Resource } from '../discovery.ts'
import { kubeconfigFiles, loadKubeconfig, type Kubeconfig } from '../kubeconfig.ts'
import { listAt, nameOf, type LooseObject } from '../object.ts'
import { KubectlSession } from '../session.ts'
import type { FlagValues } from '../verb.ts'

const isExpected = (error: unknown): boolean => error instanceof UsageError || error instanceof ApiError || error instanceof SystemError

/** What completion may ask: of the kubeconfig, and of the server by the flags typed so far. What fails has nothing to offer. */
export class CompletionContext {
  readonly process: Process
  readonly flags: FlagValues
  /** The arguments before the word that is completed. */
  readonly args: readonly string[]
  readonly current: string
  #session: Promise<KubectlSession | undefined> | undefined

  constructor(process: Process, flags: FlagValues, args: readonly string[], current: string) {
    this.process = process
    this.flags = flags
    this.args = args
    this.current = current
  }

  get kubeconfig(): Kubeconfig | undefined {
    try {
      return loadKubeconfig(this.process, kubeconfigFiles(this.process, this.flags.string('kubeconfig')), false)
    } catch (error) {
      if (isExpected(error)) return undefined
      throw error
    }
  }

  async #connect(): Promise<KubectlSession | undefined> {
    try {
      const config = loadClientConfig(this.process, this.flags)
      if (config.anonymous) return undefined
      const endpoint = await dialServer(this.process, config, config.server, 1000)
      return new KubectlSession({
        process: this.process,
        endpoint,
        config,
        verbosity: 0,
        cacheFile: '',
        discoveryCached: true,
        quiet: true,
      })
    } catch (error) {
      if (isExpected(error)) return undefined
      throw error
    }
  }

  async #ask<T>(question: (session: KubectlSession) => readonly T[]): Promise<readonly T[]> {
    const session = await (this.#session ??= this.#connect())
    try {
      return session ? question(session) : []
    } catch (error) {
      if (isExpected(error)) return []
      throw error
    }
  }

  /** `pods`, `deployments.apps`: the types that can be asked for. */
  types(): Promise<readonly string[]> {
    return this.#ask((session) =>
      session.mapper.preferred
        .filter(({ verbs }) => verbs.includes('get'))
        .map(({ plural, group }) => (group === '' ? plural : `${plural}.${group}`)),
    )
  }

  #list(session: KubectlSession, resource: Resource): readonly LooseObject[] {
    const namespace = loadClientConfig(this.process, this.flags).namespace
    return listAt(session.list(resource, resource.namespaced ? namespace : undefined), 'items')
  }

  /** The objects of a type in the namespace that is meant. */
  objects(type: string): Promise<readonly LooseObject[]> {
    return this.#ask((session) => {
      const resource = session.mapper.find(type)
      return resource ? this.#list(session, resource) : []
    })
  }

  async names(type: string): Promise<readonly string[]> {
    return (await this.objects(type)).map(nameOf)
  }
}
