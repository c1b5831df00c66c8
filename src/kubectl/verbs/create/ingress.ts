import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { knownResource } from '../../known-resource.ts'
import type { FlagValues } from '../../verb.ts'
import { generatorVerb } from './generator.ts'
import { ingressObject } from './ingress-object.ts'

/** host/path=service:port with an optional tls part (create_ingress.go, ruleRegex). */
const rulePattern = /^(?<host>[\w*\-.]*)(?<path>\/.*)=(?<svcname>[\w-]+):(?<svcport>[\w-]+)(,(?<istls>tls)=?(?<secretname>[\w-]+)?)?/

const check = (flags: FlagValues): void => {
  const rules = flags.list('rule')
  const backend = flags.string('default-backend')
  if (backend === '' && rules.length === 0) {
    throw new UsageError(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    )
  }
  for (const rule of rules) {
    if (!rulePattern.test(rule))
      throw new UsageError(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
  }
  for (const annotation of flags.list('annotation')) {
    if (!annotation.includes('=')) throw new UsageError(`annotation ${annotation} is invalid and should be in format key=[value]`)
  }
  if (backend !== '' && backend.split(':').length !== 2) throw new UsageError('default-backend should be in format servicename:serviceport')
}

export const ingress = generatorVerb({
  name: 'ingress',
  aliases: ['ing'],
  summary: 'Create an ingress with the specified name',
  usage: 'create ingress NAME --rule=host/path=service:port[,tls[=secret]] ',
  examples: ['kubectl create ingress site --class=nginx --rule="shop.example.com/*=web:80,tls=shop-cert"'],
  flags: [
    flag.array('annotation', 'An annotation, `key=value`.'),
    flag.string('class', 'The IngressClass.'),
    flag.string('default-backend', 'The service for what no rule takes, `name:port`.'),
    flag.array('rule', 'A rule, `host/path=service:port[,tls=secret]`; a path that ends in * is a prefix.'),
  ],
  resource: knownResource('networking.k8s.io/v1', 'Ingress', 'ingresses'),
  failure: 'failed to create ingress:',
  object: ({ flags }, name, namespace) => {
    check(flags)
    return ingressObject({
      name,
      ingressClass: flags.string('class'),
      rules: flags.list('rule'),
      defaultBackend: flags.string('default-backend'),
      annotations: flags.list('annotation'),
      ...(namespace === undefined ? {} : { namespace }),
    })
  },
})
