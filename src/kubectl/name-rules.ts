/** Rules for names that kubectl itself checks before it asks the server (k8s.io/apimachinery/pkg/util/validation). */

const configMapKey = /^[-._a-zA-Z0-9]+$/
const envVarName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

const tooLong = (limit: number): string => `must be no more than ${limit} characters`

const dots = (name: string): readonly string[] => {
  if (name === '.') return ["must not be '.'"]
  if (name === '..') return ["must not be '..'"]
  return name.startsWith('..') ? ["must not start with '..'"] : []
}

export const configMapKeyErrors = (key: string): readonly string[] => [
  ...(key.length > 253 ? [tooLong(253)] : []),
  ...(configMapKey.test(key)
    ? []
    : [
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ]),
  ...dots(key),
]

export const envVarNameErrors = (name: string): readonly string[] => [
  ...(envVarName.test(name)
    ? []
    : [
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
      ]),
  ...dots(name),
]

export const labelValueErrors = (value: string): readonly string[] => [
  ...(value.length > 63 ? [tooLong(63)] : []),
  ...(labelValue.test(value)
    ? []
    : [
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      ]),
]

export const isSubdomain = (name: string): boolean => name.length <= 253 && subdomain.test(name)

export const portNameErrors = (name: string): readonly string[] => [
  ...(name.length > 15 ? [tooLong(15)] : []),
  ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
  ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(name !== '' && (name.startsWith('-') || name.endsWith('-')) ? ['must not begin or end with a hyphen'] : []),
]

export const portNumberErrors = (port: number): readonly string[] =>
  port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive']
