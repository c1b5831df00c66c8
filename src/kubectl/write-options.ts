import { UsageError } from '../base/index.ts'
import { usageErrorf } from './errors.ts'
import { klogLine } from './klog.ts'
import type { Query } from './session.ts'
import type { FlagValues, Invocation } from './verb.ts'
import { booleans } from './flags.ts'

export type DryRun = 'none' | 'client' | 'server'
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** The strategy of --dry-run (cmdutil.GetDryRunStrategy); its old boolean forms come with a warning in klog's form. */
export const dryRunOf = (invocation: Pick<Invocation, 'flags' | 'error' | 'process'>): DryRun => {
  const value = invocation.flags.string('dry-run')
  if (value === 'none' || value === 'client' || value === 'server') return value
  const warn = (text: string) => invocation.error(klogLine(invocation.process, 'W', 'helpers.go:742', text))
  if (value === 'unchanged') {
    void warn('--dry-run is deprecated and can be replaced with --dry-run=client.')
    return 'client'
  }
  const boolean = booleans[value]
  if (boolean === undefined) throw new UsageError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
  void warn(`--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${boolean ? 'client' : 'none'}.`)
  return boolean ? 'client' : 'none'
}

/** `configmap/a created (dry run)`: the operation with what marks a dry run. */
export const withDryRun = (operation: string, dryRun: DryRun): string =>
  dryRun === 'client' ? `${operation} (dry run)` : dryRun === 'server' ? `${operation} (server dry run)` : operation

/** What --validate asks of the server. */
export const validationOf = (flags: FlagValues): FieldValidation => {
  const value = flags.string('validate')
  if (value === 'strict') return 'Strict'
  if (value === 'warn') return 'Warn'
  if (value === 'ignore') return 'Ignore'
  const boolean = booleans[value]
  if (boolean === undefined) {
    throw new UsageError(`invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`)
  }
  return boolean ? 'Strict' : 'Ignore'
}

/** The query of a write: dryRun and fieldManager. */
export const writeQuery = (dryRun: DryRun, fieldManager?: string): Query => ({
  dryRun: dryRun === 'server' ? 'All' : undefined,
  fieldManager,
})

/** The one NAME before `--` that generators take (pkg/cmd/create/create.go). */
export const requireName = ({ args, dashAt, path }: Pick<Invocation, 'args' | 'dashAt' | 'path'>): string => {
  const count = dashAt < 0 ? args.length : dashAt
  if (count !== 1) throw usageErrorf(path, `exactly one NAME is required, got ${count}`)
  return args[0]!
}
