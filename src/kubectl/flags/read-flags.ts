import type { Flag } from '../verb.ts'
import { flag } from './write-flags.ts'

/** Flags of the verbs that show things. */

export const outputFormats =
  'json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-columns-file or wide'

export const getPrintFlags: readonly Flag[] = [
  flag.boolean('allow-missing-template-keys', 'Print nothing for a missing field instead of failing in templates.', { default: 'true' }),
  flag.list('label-columns', 'Labels to show as columns of their own.', { short: 'L' }),
  flag.boolean('no-headers', 'Leave the header line out.'),
  flag.string('output', `How to print: ${outputFormats}.`, { short: 'o' }),
  flag.boolean('show-kind', 'Show the kind before each name.'),
  flag.boolean('show-labels', 'Show all labels in the last column.'),
  flag.boolean('show-managed-fields', 'Keep managedFields in JSON and YAML.'),
  flag.string('sort-by', 'A JSONPath of the field to sort by.'),
  flag.string('template', 'The template, or the file that holds it, for -o=go-template and the like.'),
]

export const chunkSizeFlag: Flag = flag.int('chunk-size', 500, 'How many objects to ask for at a time; 0 is all at once.')
export const ignoreNotFoundFlag: Flag = flag.boolean('ignore-not-found', 'Say nothing of named objects that do not exist.')
