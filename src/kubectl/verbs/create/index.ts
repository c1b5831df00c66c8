import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { findByFlags, forEach, loose, requireFiles, withObject, withSource } from '../../action.ts'
import { withChangeCause } from '../../change-cause.ts'
import { editAndCreate } from '../../edit-session.ts'
import { usageErrorf } from '../../errors.ts'
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  flag,
  printFlags,
  recordFlag,
  saveConfigFlag,
  selectorFlag,
  validateFlag,
} from '../../flags/write-flags.ts'
import { createOrUpdateLastApplied } from '../../last-applied.ts'
import { preparePrinter, printResult } from '../../print-result.ts'
import { rawRequest, requireRawFile } from '../../raw-request.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, validationOf, withDryRun, writeQuery } from '../../write-options.ts'
import { clusterRoleBinding } from './cluster-role-binding.ts'
import { clusterRole } from './cluster-role.ts'
import { configMap } from './config-map.ts'
import { cronJob } from './cron-job.ts'
import { deployment } from './deployment.ts'
import { ingress } from './ingress.ts'
import { job } from './job.ts'
import { namespace } from './namespace.ts'
import { podDisruptionBudget } from './pod-disruption-budget.ts'
import { priorityClass } from './priority-class.ts'
import { quota } from './quota.ts'
import { roleBinding } from './role-binding.ts'
import { role } from './role.ts'
import { secret } from './secret/index.ts'
import { serviceAccount } from './service-account.ts'
import { service } from './service/index.ts'
import { token } from './token.ts'

const run = async (invocation: Invocation): Promise<number> => {
  const { flags, args, path } = invocation
  if (args.length > 0) throw usageErrorf(path, `Unexpected args: [${args.join(' ')}]`)
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation)
  const fieldValidation = validationOf(flags)
  requireFiles(invocation)
  if (flags.string('raw') !== '') {
    requireRawFile(invocation)
    return rawRequest(invocation, 'POST')
  }
  if (flags.boolean('edit')) return editAndCreate(invocation)
  const found = await findByFlags(invocation, { validate: fieldValidation !== 'Ignore' })
  await forEach(found.infos.map(withObject), found.errors, async (info) => {
    const object = withChangeCause(invocation, createOrUpdateLastApplied(flags.boolean('save-config'), info.object))
    if (dryRun === 'client') return printResult(invocation, object, withDryRun('created', dryRun))
    const session = await invocation.connect()
    const query = { ...writeQuery(dryRun, flags.string('field-manager')), fieldValidation }
    const created = withSource('creating', info.source, () => session.create(info.resource, info.namespace, loose(object), query))
    return printResult(invocation, created as JsonObject, withDryRun('created', dryRun))
  })
  if (found.infos.length === 0) throw new UsageError('no objects passed to create')
  return 0
}

export const create: Verb = {
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  description: 'Make objects out of files, or one by name with a subcommand. YAML and JSON are read.',
  examples: ['kubectl create -f pod.yaml', 'kubectl create deployment web --image=nginx'],
  usage: 'create -f FILENAME',
  group: 'basic-beginner',
  flags: [
    ...printFlags,
    ...filenameFlags('to create the objects from'),
    recordFlag,
    validateFlag,
    saveConfigFlag,
    dryRunFlag,
    selectorFlag,
    fieldManagerFlag('kubectl-create'),
    flag.boolean('edit', 'Edit the objects before they are created.'),
    flag.string('raw', 'POST the file to this path of the server.'),
    flag.boolean('windows-line-endings', 'With --edit: use the line ends of Windows.'),
  ],
  commands: [
    clusterRole,
    clusterRoleBinding,
    configMap,
    cronJob,
    deployment,
    ingress,
    job,
    namespace,
    podDisruptionBudget,
    priorityClass,
    quota,
    role,
    roleBinding,
    secret,
    service,
    serviceAccount,
    token,
  ],
  run,
}
