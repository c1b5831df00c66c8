import type { Flag } from '../verb.ts'

/** Groups of flags that the verbs which change things share; each verb takes a group in one line. */

export const flag = {
  boolean: (name: string, summary: string, more: Partial<Flag> = {}): Flag => ({
    name,
    kind: 'boolean',
    default: 'false',
    summary,
    ...more,
  }),
  string: (name: string, summary: string, more: Partial<Flag> = {}): Flag => ({ name, kind: 'string', default: '', summary, ...more }),
  int: (name: string, byDefault: number, summary: string, more: Partial<Flag> = {}): Flag => ({
    name,
    kind: 'int',
    default: String(byDefault),
    summary,
    ...more,
  }),
  list: (name: string, summary: string, more: Partial<Flag> = {}): Flag => ({ name, kind: 'list', summary, ...more }),
  array: (name: string, summary: string, more: Partial<Flag> = {}): Flag => ({ name, kind: 'array', summary, ...more }),
  duration: (name: string, summary: string, more: Partial<Flag> = {}): Flag => ({
    name,
    kind: 'duration',
    default: '0s',
    summary,
    ...more,
  }),
} as const

/** -o and its company for verbs that print what they made. */
export const printFlags: readonly Flag[] = [
  flag.boolean('allow-missing-template-keys', 'Print nothing for a missing field instead of failing in templates.', { default: 'true' }),
  flag.string(
    'output',
    'How to print: json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json or jsonpath-file.',
    { short: 'o' },
  ),
  flag.boolean('show-managed-fields', 'Keep managedFields in JSON and YAML.'),
  flag.string('template', 'The template, or the file that holds it, for -o=go-template and the like.'),
]

export const filenameFlags = (purpose: string): readonly Flag[] => [
  flag.list('filename', `Files, directories or URLs ${purpose}.`, { short: 'f' }),
  flag.string('kustomize', 'A directory with a kustomization.yaml; excludes -f and -R.', { short: 'k' }),
  flag.boolean('recursive', 'Go down into the directories of -f.', { short: 'R' }),
]

export const dryRunFlag: Flag = flag.string('dry-run', 'none, server or client: what is only tried, and by whom.', {
  default: 'none',
  alone: 'unchanged',
})

export const fieldManagerFlag = (manager: string): Flag =>
  flag.string('field-manager', 'The name under which the server notes who set the fields.', { default: manager })

export const selectorFlag: Flag = flag.string(
  'selector',
  "Labels that must match: '=', '==', '!=', 'in' and 'notin', separated by commas.",
  { short: 'l' },
)

export const fieldSelectorFlag: Flag = flag.string('field-selector', "Fields that must match: '=', '==' and '!=', separated by commas.")

export const validateFlag: Flag = flag.string(
  'validate',
  'What to do about unknown or doubled fields: strict (true), warn or ignore (false).',
  { default: 'strict', alone: 'strict' },
)

export const saveConfigFlag: Flag = flag.boolean('save-config', 'Keep the configuration in an annotation, for a later kubectl apply.')

export const recordFlag: Flag = flag.boolean('record', 'Note this command in the annotation kubernetes.io/change-cause.', {
  deprecated: '--record will be removed in the future',
})

export const allFlag: Flag = flag.boolean('all', 'All objects of the named kinds in the namespace.')
export const allNamespacesFlag: Flag = flag.boolean('all-namespaces', 'Look in all namespaces.', { short: 'A' })
export const localFlag: Flag = flag.boolean('local', 'Work on the files alone, without a server.')
export const resourceVersionFlag: Flag = flag.string('resource-version', 'Only if the object still has this resourceVersion.')
export const subresourceFlag: Flag = flag.string('subresource', 'Work on this subresource of the object.')

export const serverSideFlags: readonly Flag[] = [
  flag.boolean('force-conflicts', 'Take fields over that others manage.'),
  flag.boolean('server-side', 'Let the server merge.'),
]

export const overrideFlags: readonly Flag[] = [
  flag.string('override-type', 'How --overrides is laid over the object: json, merge or strategic.', { default: 'merge' }),
  flag.string('overrides', 'JSON that is laid over the object before it is sent.'),
]

/** The flags of all generators under `kubectl create`. */
export const createFlags: readonly Flag[] = [...printFlags, saveConfigFlag, validateFlag, dryRunFlag, fieldManagerFlag('kubectl-create')]

/** How deletions go, for verbs that delete on the way: replace, apply, run. */
export const deletionFlags = (purpose: string): readonly Flag[] => [
  ...filenameFlags(purpose),
  flag.string('cascade', 'background, orphan or foreground: what becomes of the dependents.', {
    default: 'background',
    alone: 'background',
  }),
  flag.boolean('force', 'Remove the object at once, without grace.'),
  flag.int('grace-period', -1, 'Seconds to end gracefully; negative is the default of the object, 0 needs --force.'),
  flag.duration('timeout', 'How long to wait for a deletion; 0 is by the size of the object.'),
  flag.boolean('wait', 'Wait until the objects are gone.'),
]
