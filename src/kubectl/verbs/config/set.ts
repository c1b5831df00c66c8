import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { changeCurrent, changeEntry, loadConfig, type Section } from './store.ts'
import { unexpectedArgs } from './use-context.ts'

const sections: readonly string[] = ['clusters', 'contexts', 'users']

/** `clusters.far.server` in its section, the entry's name (which may have dots) and the field. */
const splitProperty = (
  invocation: Invocation,
  property: string,
): { readonly section: Section; readonly name: string; readonly field: string } => {
  const [section = '', ...rest] = property.split('.')
  if (!sections.includes(section) || rest.length === 0)
    throw new UsageError(`unable to parse ${JSON.stringify(property)}: expected a property such as clusters.NAME.server`)
  const text = rest.join('.')
  const known = [...loadConfig(invocation)[section as Section].keys()].find((name) => text === name || text.startsWith(`${name}.`))
  const name = known ?? rest[0]!
  return { section: section as Section, name, field: text.slice(name.length + 1) }
}

export const set: Verb = {
  name: 'set',
  summary: 'Set an individual value in a kubeconfig file',
  usage: 'config set PROPERTY_NAME PROPERTY_VALUE',
  examples: ['# The server of a cluster\nkubectl config set clusters.far.server https://1.2.3.4'],
  flags: [flag.boolean('set-raw-bytes', 'The value of a -data field is not base64 yet.')],
  async run(invocation) {
    const [property = '', value = ''] = invocation.args
    if (invocation.args.length !== 2) throw await unexpectedArgs(invocation)
    if (property === 'current-context') changeCurrent(invocation, value)
    else {
      const { section, name, field } = splitProperty(invocation, property)
      const typed = value === 'true' || value === 'false' ? value === 'true' : value
      changeEntry(invocation, section, name, { ...loadConfig(invocation)[section].get(name)?.value, [field]: typed })
    }
    await invocation.out(`Property ${JSON.stringify(property)} set.\n`)
    return 0
  },
}

export const unset: Verb = {
  name: 'unset',
  summary: 'Unset an individual value in a kubeconfig file',
  usage: 'config unset PROPERTY_NAME',
  examples: ['# Forget the current context\nkubectl config unset current-context'],
  flags: [],
  async run(invocation) {
    const [property = ''] = invocation.args
    if (invocation.args.length !== 1) throw await unexpectedArgs(invocation)
    if (property === 'current-context') changeCurrent(invocation, '')
    else {
      const { section, name, field } = splitProperty(invocation, property)
      const { [field]: _, ...others } = (loadConfig(invocation)[section].get(name)?.value ?? {}) as Record<string, unknown>
      changeEntry(invocation, section, name, field === '' ? undefined : others)
    }
    await invocation.out(`Property ${JSON.stringify(property)} unset.\n`)
    return 0
  },
}
