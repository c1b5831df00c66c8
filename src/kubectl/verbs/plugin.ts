import { UsageError } from '../../base/index.ts'
import { flag } from '../flags/write-flags.ts'
import type { Process } from '../../machine/index.ts'
import type { Verb } from '../verb.ts'

/** The executables on the PATH whose name begins with `kubectl-`. */
const pluginsOn = (process: Process): readonly string[] => {
  const directories = (process.env.get('PATH') ?? '').split(':').filter((directory) => directory !== '' && process.files.exists(directory))
  return directories.flatMap((directory) =>
    process.files
      .list(directory)
      .filter((name) => name.startsWith('kubectl-') && (process.files.stat(`${directory}/${name}`).mode & 0o111) !== 0)
      .map((name) => `${directory}/${name}`),
  )
}

const list: Verb = {
  name: 'list',
  summary: "List all visible plugin executables on a user's PATH",
  usage: 'plugin list [flags]',
  flags: [flag.boolean('name-only', 'Print names without their directories.')],
  async run(invocation) {
    const plugins = pluginsOn(invocation.process)
    if (plugins.length === 0) throw new UsageError('unable to find any kubectl plugins in your PATH')
    const shown = plugins.map((path) => (invocation.flags.boolean('name-only') ? path.slice(path.lastIndexOf('/') + 1) : path))
    await invocation.out(`The following compatible plugins are available:\n\n${shown.join('\n')}\n`)
    return 0
  },
}

export const plugin: Verb = {
  name: 'plugin',
  group: 'other',
  summary: 'Provides utilities for interacting with plugins',
  usage: 'plugin [flags]',
  flags: [],
  commands: [list],
}
