import { ApiError, UsageError, toYaml } from '../../base/index.ts'
import { ConnectionError } from '../errors.ts'
import { flag } from '../flags/write-flags.ts'
import { textAt } from '../object.ts'
import { indentedJson } from '../printers/index.ts'
import type { Verb } from '../verb.ts'

const clientVersion = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.6',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-06-10T00:00:00Z',
  goVersion: 'go1.25.5',
  compiler: 'gc',
  platform: 'linux/amd64',
}
const kustomizeVersion = 'v5.7.1'

const skewWarning = (server: string): string => {
  const minor = Number(/^v1\.(\d+)/.exec(server)?.[1] ?? 35)
  if (Math.abs(minor - 35) <= 1) return ''
  return `Warning: version difference between client (1.35) and server (1.${minor}) exceeds the supported minor version skew of +/-1\n`
}

export const version: Verb = {
  name: 'version',
  group: 'other',
  summary: 'Print the client and server version information',
  usage: 'version [flags]',
  examples: ['# Both\nkubectl version', '# Only of kubectl itself\nkubectl version --client'],
  flags: [
    flag.boolean('client', "Only kubectl's own version; no server is asked."),
    flag.string('output', "'yaml' or 'json'.", { short: 'o' }),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    if (args.length > 0) throw new UsageError(`extra arguments: [${args.join(' ')}]`)
    const output = flags.string('output')
    if (output !== '' && output !== 'yaml' && output !== 'json') throw new UsageError("--output must be 'yaml' or 'json'")
    let server: unknown
    let failure: unknown
    if (!flags.boolean('client')) {
      try {
        server = (await invocation.connect({ attempts: 0 })).getPath('/version')
      } catch (error) {
        if (!(error instanceof ConnectionError || error instanceof ApiError)) throw error
        failure = error
      }
    }
    if (output !== '') {
      const all = { clientVersion, kustomizeVersion, ...(server ? { serverVersion: server } : {}) }
      await invocation.out(output === 'yaml' ? toYaml(all) : `${indentedJson(all, false).replaceAll('    ', '  ')}\n`)
    } else {
      const serverText = server ? `Server Version: ${textAt(server, 'gitVersion')}\n` : ''
      await invocation.out(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n${serverText}`)
    }
    if (failure) throw failure
    await invocation.error(server ? skewWarning(textAt(server, 'gitVersion')) : '')
    return 0
  },
}
