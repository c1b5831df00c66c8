export { parseYaml, parseYamlDocuments, parseYamlStrict, YamlError, type YamlDocument } from './yaml/parse.ts'
export { toYaml } from './yaml/print.ts'
