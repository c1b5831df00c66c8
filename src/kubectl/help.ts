import { globalFlags } from './flags/global.ts'
import type { Flag, Verb } from './verb.ts'

const groups: readonly (readonly [NonNullable<Verb['group']>, string])[] = [
  ['basic-beginner', 'Basic Commands (Beginner):'],
  ['basic-intermediate', 'Basic Commands (Intermediate):'],
  ['deploy', 'Deploy Commands:'],
  ['cluster', 'Cluster Management Commands:'],
  ['troubleshoot', 'Troubleshooting and Debugging Commands:'],
  ['advanced', 'Advanced Commands:'],
  ['settings', 'Settings Commands:'],
  ['subcommand', 'Subcommands provided by plugins:'],
  ['other', 'Other Commands:'],
]

const shown = (verb: Verb): boolean => !verb.hidden

const commandLines = (verbs: readonly Verb[], width: number): string =>
  verbs.map((verb) => `  ${verb.name.padEnd(width)}${verb.summary.replace(/\.$/, '')}\n`).join('')

const width = (verbs: readonly Verb[]): number => Math.max(11, ...verbs.map((verb) => verb.name.length)) + 3

const defaultText = (flag: Flag, home: string): string => {
  if (flag.name === 'cache-dir') return `'${home}/.kube/cache'`
  if (flag.name === 'vmodule') return ''
  if (flag.kind === 'list' || flag.kind === 'array') return `[${flag.default ?? ''}]`
  if (flag.kind === 'boolean') return flag.default || 'false'
  if (flag.kind === 'int') return flag.default || '0'
  if (flag.kind === 'duration') return flag.default || '0s'
  return `'${flag.default ?? ''}'`
}

const flagLines = (flags: readonly Flag[], home: string): string =>
  flags
    .filter((flag) => !flag.hidden && flag.deprecated === undefined)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => `    ${flag.short ? `-${flag.short}, ` : ''}--${flag.name}=${defaultText(flag, home)}:\n\t${flag.summary}\n`)
    .join('\n')

const closing = (path: readonly string[], parent: boolean): string =>
  `${parent ? `Use "${path.join(' ')} <command> --help" for more information about a given command.\n` : ''}Use "kubectl options" for a list of global command-line options (applies to all commands).\n`

/** All commands of kubectl by their groups, and its usage. */
export const rootUsage = (root: Verb): string => {
  const verbs = (root.commands ?? []).filter(shown)
  const sections = groups.map(
    ([group, title]) =>
      `${title}\n${commandLines(
        verbs.filter((verb) => (verb.group ?? 'other') === group),
        width(verbs),
      )}`,
  )
  return `${sections.join('\n')}\nUsage:\n  kubectl [flags] [options]\n\n${closing(['kubectl'], true)}`
}

/** The help page of kubectl itself. */
const rootHelp = (root: Verb): string => `${root.summary}\n\n${root.description ? `${root.description}\n\n` : ''}${rootUsage(root)}`

const usageLine = (verb: Verb): string => `kubectl ${verb.usage}${verb.usage.includes('[options]') ? '' : ' [options]'}`

const exampleLines = (examples: readonly string[]): string =>
  examples
    .map((example) =>
      example
        .split('\n')
        .map((line) => `  ${line}\n`)
        .join(''),
    )
    .join('  \n')

/** The page that `--help` prints, laid out as kubectl's: description, aliases, examples, commands, options, usage. */
export const helpOf = (verb: Verb, path: readonly string[], home: string): string => {
  if (path.length === 1) return rootHelp(verb)
  const commands = (verb.commands ?? []).filter(shown)
  const flags = flagLines(verb.flags, home)
  const parts = [
    `${verb.description ?? verb.summary}\n`,
    verb.aliases?.length ? `Aliases:\n${[verb.name, ...verb.aliases].join(', ')}\n` : '',
    verb.examples?.length ? `Examples:\n${exampleLines(verb.examples)}` : '',
    commands.length > 0 ? `Available Commands:\n${commandLines(commands, width(commands))}` : '',
    flags === '' ? '' : `Options:\n${flags}`,
    verb.usage === '' ? '' : `Usage:\n  ${usageLine(verb)}\n`,
    verb.usage === ''
      ? `Use "${path.join(' ')} <command> --help" for more information about a given command.\n`
      : closing(path, commands.length > 0),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** What `kubectl options` prints. */
export const optionsHelp = (home: string): string =>
  `The following options can be passed to any command:\n\n${flagLines(globalFlags, home)}\n`
