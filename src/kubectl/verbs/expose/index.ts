import type { JsonObject } from '../../../api/index.ts'
import { forEach, loose, queryOf, withObject, type ObjectInfo } from '../../action.ts'
import { withChangeCause } from '../../change-cause.ts'
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  flag,
  overrideFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
} from '../../flags/write-flags.ts'
import { withField } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { createOrUpdateLastApplied } from '../../last-applied.ts'
import { withOverrides } from '../../override.ts'
import { preparePrinter, printResult } from '../../print-result.ts'
import { findResources } from '../../resources.ts'
import { asTyped } from '../../typed-form.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, withDryRun, writeQuery, type DryRun } from '../../write-options.ts'
import { checkExposable } from './introspect.ts'
import { exposeService } from './service.ts'

const services = knownResource('v1', 'Service', 'services')

const exposeOne = async (invocation: Invocation, info: ObjectInfo, dryRun: DryRun): Promise<number> => {
  const { flags } = invocation
  checkExposable(info.resource)
  const service = withChangeCause(invocation, withOverrides(flags, services, exposeService(flags, info.object)))
  const operation = withDryRun('exposed', dryRun)
  if (dryRun === 'client') {
    return printResult(
      invocation,
      invocation.namespaceGiven ? withField(service, ['metadata', 'namespace'], invocation.namespace) : service,
      operation,
    )
  }
  const session = await invocation.connect()
  const body = loose(createOrUpdateLastApplied(flags.boolean('save-config'), service))
  const created = session.create(services, invocation.namespace, body, writeQuery(dryRun, flags.string('field-manager')))
  return printResult(invocation, asTyped(created as JsonObject), operation)
}

const run = async (invocation: Invocation): Promise<number> => {
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation, dryRun !== 'client')
  // --selector is that of the new Service, not one to find objects by.
  const { labelSelector: _, ...query } = queryOf(invocation)
  const found = await findResources(invocation, query)
  await forEach(found.infos.map(withObject), found.errors, (info) => exposeOne(invocation, info, dryRun))
  return 0
}

export const expose: Verb = {
  name: 'expose',
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  description: 'Make a Service for what is there: its selector and its ports are taken over unless you say otherwise.',
  examples: ['kubectl expose deployment web --port=80 --target-port=8080', 'kubectl expose pod web --port=444 --name=front'],
  usage:
    'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  group: 'basic-beginner',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    flag.string('cluster-ip', "The cluster IP, or 'None' for a headless service."),
    flag.string('external-ip', 'An address from outside that the service takes, too.'),
    flag.string('labels', 'Labels of the service, `key=value` separated by commas.', { short: 'l' }),
    flag.string('load-balancer-ip', 'The address of the load balancer.'),
    flag.string('name', 'The name of the service.'),
    flag.string('port', 'The port of the service.'),
    flag.string('protocol', 'TCP, UDP or SCTP.'),
    flag.string('selector', 'Labels of the Pods, `key=value` separated by commas.'),
    flag.string('session-affinity', 'None or ClientIP.'),
    flag.string('target-port', 'The port of the container, a number or a name.'),
    flag.string('type', 'ClusterIP, NodePort, LoadBalancer or ExternalName.'),
    fieldManagerFlag('kubectl-expose'),
    ...overrideFlags,
    dryRunFlag,
    saveConfigFlag,
  ],
  run,
}
