/** What is wrong with a text, in upstream's words (`k8s.io/apimachinery/pkg/util/validation`). */
type Problems = readonly string[]
const none: Problems = []

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomain = `${label}(\\.${label})*`
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelValue = `(${qualifiedName})?`

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`)
const patterns = {
  label: whole(label),
  subdomain: whole(subdomain),
  qualifiedName: whole(qualifiedName),
  labelValue: whole(labelValue),
  dns1035: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  configMapKey: /^[-._a-zA-Z0-9]+$/,
  envName: /^[ -<>-~]+$/,
  percent: /^[0-9]+%$/,
}

const tooLong = (limit: number): string => `must be no more than ${limit} bytes`

const regexText = (message: string, pattern: string, ...examples: readonly string[]): string => {
  const shown = examples.map((example, index) => `${index > 0 ? ' or ' : ''}'${example}', `).join('')
  return `${message} (e.g. ${shown}regex used for validation is '${pattern}')`
}

const check = (text: string, limit: number, pattern: RegExp, message: () => string): Problems => {
  if (text.length <= limit && pattern.test(text)) return none
  return [...(text.length > limit ? [tooLong(limit)] : []), ...(pattern.test(text) ? [] : [message()])]
}

export const dnsLabelProblems = (text: string): Problems =>
  check(text, 63, patterns.label, () =>
    regexText(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      label,
      'my-name',
      '123-abc',
    ),
  )

export const dnsSubdomainProblems = (text: string): Problems =>
  check(text, 253, patterns.subdomain, () =>
    regexText(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      subdomain,
      'example.com',
    ),
  )

export const dns1035LabelProblems = (text: string): Problems =>
  check(text, 63, patterns.dns1035, () =>
    regexText(
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
      '[a-z]([-a-z0-9]*[a-z0-9])?',
      'my-name',
      'abc-123',
    ),
  )

const nameMessage = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"

const qualifiedNameProblems = (text: string): Problems => {
  const parts = text.split('/')
  if (parts.length > 2)
    return [
      `a valid label key ${regexText(nameMessage, qualifiedName, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  const problems: string[] = []
  const name = parts.at(-1)!
  if (parts.length === 2) {
    if (parts[0] === '') problems.push('prefix part must be non-empty')
    else problems.push(...dnsSubdomainProblems(parts[0]!).map((problem) => `prefix part ${problem}`))
  }
  if (name === '') problems.push('name part must be non-empty')
  else if (name.length > 63) problems.push(`name part ${tooLong(63)}`)
  if (!patterns.qualifiedName.test(name))
    problems.push(`name part ${regexText(nameMessage, qualifiedName, 'MyName', 'my.name', '123-abc')}`)
  return problems
}

const goodKeys = new Set<string>()
const goodValues = new Set<string>([''])
const remember = (known: Set<string>, text: string, problems: Problems): Problems => {
  if (problems.length === 0 && known.size < 10_000) known.add(text)
  return problems
}

export const labelKeyProblems = (text: string): Problems =>
  goodKeys.has(text) ? none : remember(goodKeys, text, qualifiedNameProblems(text))

export const labelValueProblems = (text: string): Problems =>
  goodValues.has(text)
    ? none
    : remember(
        goodValues,
        text,
        check(text, 63, patterns.labelValue, () =>
          regexText(`a valid label must be an empty string or ${nameMessage.slice(5)}`, labelValue, 'MyValue', 'my_value', '12345'),
        ),
      )

export const configMapKeyProblems = (text: string): Problems => [
  ...(text.length > 253 ? [tooLong(253)] : []),
  ...(patterns.configMapKey.test(text)
    ? []
    : [
        regexText(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
          '[-._a-zA-Z0-9]+',
          'key.name',
          'KEY_NAME',
          'key-name',
        ),
      ]),
  ...(text === '.'
    ? [`must not be '.'`]
    : text === '..'
      ? [`must not be '..'`]
      : text.startsWith('..')
        ? [`must not start with '..'`]
        : []),
]

/** Names of environment variables as v1.34 and later take them (RelaxedEnvironmentVariableValidation). */
export const envNameProblems = (text: string): Problems =>
  patterns.envName.test(text)
    ? none
    : [regexText("a valid environment variable name must consist only of printable ASCII characters other than '='", '^[ -<>-~]+$')]

export const portNameProblems = (text: string): Problems => {
  const problems: string[] = []
  if (text.length > 15) problems.push('must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(text)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(text)) problems.push('must contain at least one letter (a-z)')
  if (text.includes('--')) problems.push('must not contain consecutive hyphens')
  if (text !== '' && (text.startsWith('-') || text.endsWith('-'))) problems.push('must not begin or end with a hyphen')
  return problems
}

export const portNumberProblems = (port: number): Problems =>
  port >= 1 && port <= 65535 && Number.isInteger(port) ? none : ['must be between 1 and 65535, inclusive']

export const percentProblems = (text: string): Problems =>
  patterns.percent.test(text)
    ? none
    : [regexText("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', '1%', '93%')]

const ipv4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/
const isIpv6 = (text: string): boolean => {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':') || text.includes(':::')) return false
  const halves = text.split('::')
  const groups = text.split(':').filter((group) => group !== '')
  return (
    halves.length <= 2 &&
    groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group) || ipv4.test(group)) &&
    (halves.length === 2 ? groups.length < 8 : groups.length === 8)
  )
}

export const isIpAddress = (text: string): boolean => ipv4.test(text) || isIpv6(text)
export const ipProblems = (text: string): Problems =>
  isIpAddress(text) ? none : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']
