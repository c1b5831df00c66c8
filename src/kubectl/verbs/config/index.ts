import type { Verb } from '../../verb.ts'
import { currentContext } from './current-context.ts'
import { deleteCluster, deleteContext, deleteUser } from './deletions.ts'
import { getContexts } from './get-contexts.ts'
import { getClusters, getUsers } from './names.ts'
import { renameContext } from './rename-context.ts'
import { set, unset } from './set.ts'
import { setCluster, setContext, setCredentials } from './set-entries.ts'
import { useContext } from './use-context.ts'
import { view } from './view.ts'

export const config: Verb = {
  name: 'config',
  group: 'other',
  summary: 'Modify kubeconfig files',
  description:
    'Look at and change kubeconfig files.\n\n --kubeconfig names the one file to use; else the files that KUBECONFIG lists are merged; else it is ~/.kube/config.',
  usage: 'config SUBCOMMAND',
  flags: [],
  commands: [
    currentContext,
    deleteCluster,
    deleteContext,
    deleteUser,
    getClusters,
    getContexts,
    getUsers,
    renameContext,
    set,
    setCluster,
    setContext,
    setCredentials,
    unset,
    useContext,
    view,
  ],
}
