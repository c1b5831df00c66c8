import { listAt } from '../../object.ts'
import { policyRows } from '../../policy-rules.ts'
import { alignColumns } from '../../printers/index.ts'

/** The table of `kubectl auth can-i --list`, of the status of a SelfSubjectRulesReview. */
export const accessTable = (status: unknown, headers: boolean): string => {
  const rows = policyRows([...listAt(status, 'resourceRules'), ...listAt(status, 'nonResourceRules')])
  return alignColumns([...(headers ? [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']] : []), ...rows])
}
