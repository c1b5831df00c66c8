import { UsageError, toBase64 } from '../../base/index.ts'
import { readAll as readStream, type Process, type Program } from '../../machine/index.ts'
import {
  createKey,
  createRsaKey,
  createSelfSigned,
  nameTypes,
  parseCertificate,
  parseRsaPrivateKey,
  privateKeyPem,
  publicKeyPem,
  parsePublicKey,
  rsaPrivateKeyPem,
  rsaPublicKeyPem,
  verifyCertificate,
  type RsaKey,
} from '../../pki/index.ts'
import { alternativeNames, certificateText, fingerprint, nameText, timeText } from './show.ts'

const day = 86_400_000

/** The options of one subcommand: OpenSSL's stand with one dash and may take the next word. */
interface Call {
  readonly process: Process
  readonly command: string
  readonly options: ReadonlyMap<string, readonly string[]>
  readonly words: readonly string[]
  has(name: string): boolean
  get(name: string): string | undefined
}

type Command = { readonly flags: readonly string[]; readonly values: readonly string[]; readonly run: (call: Call) => Promise<number> }

const parse = (process: Process, command: string, { flags, values }: Command): Call => {
  const options = new Map<string, string[]>()
  const words: string[] = []
  const given = process.argv.slice(2)
  for (let i = 0; i < given.length; i++) {
    const word = given[i]!
    const name = word.replace(/^--?/, '')
    if (!word.startsWith('-')) words.push(word)
    else if (flags.includes(name)) options.set(name, [''])
    else if (values.includes(name)) {
      const value = given[++i]
      if (value === undefined) throw new UsageError(`${command}: Option -${name} needs a value\n${command}: Use -help for summary.`)
      options.set(name, [...(options.get(name) ?? []), value])
    } else throw new UsageError(`${command}: Unknown option: ${word}\n${command}: Use -help for summary.`)
  }
  return { process, command, options, words, has: (name) => options.has(name), get: (name) => options.get(name)?.at(-1) }
}

const input = async ({ process, command, get }: Call, option = 'in'): Promise<string> => {
  const path = get(option)
  if (path === undefined) return new TextDecoder().decode(await readStream(process.stdin))
  if (!process.files.exists(path))
    throw new UsageError(
      `Could not open file or uri for loading ${command === 'x509' ? 'certificate' : 'private key'} from ${path}\nNo such file or directory`,
    )
  return process.files.readText(path)
}

const output = async ({ process, get }: Call, text: string, option = 'out', mode = 0o644): Promise<void> => {
  const path = get(option)
  if (path === undefined) await process.print(text)
  else process.files.write(path, text, { mode })
}

const rsaKey = ({ process }: Call, bits: number): RsaKey =>
  createRsaKey(process.machine.seed, bits, 'openssl', process.machine.hostname, process.pid, Math.floor(process.clock.now))

/** `/C=DE/CN=shop` → its parts in order. */
const parseSubject = (text: string): readonly (readonly [string, string])[] => {
  const parts = text
    .split(/(?<!\\)\//)
    .slice(1)
    .map((part) => part.split(/=(.*)/s) as [string, string])
  const unknown = parts.find(([type]) => !(type in nameTypes))
  if (!text.startsWith('/'))
    throw new UsageError(
      `req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. This name is not in that format: '${text}'`,
    )
  if (unknown) throw new UsageError(`req: Skipping unknown subject name attribute "${unknown[0]}"`)
  return parts
}

const request: Command = {
  flags: ['x509', 'nodes', 'noenc', 'new', 'batch', 'sha256'],
  values: ['newkey', 'keyout', 'out', 'days', 'subj', 'addext', 'key', 'config', 'extensions'],
  run: async (call) => {
    if (!call.has('x509')) throw new UsageError('openssl: Expected req with -x509 but found it without; signing requests are not here.')
    const keyFile = call.get('key')
    const bits = Number(/^rsa:(\d+)$/.exec(call.get('newkey') ?? 'rsa:2048')?.[1] ?? 2048)
    const existing = keyFile === undefined ? undefined : parseRsaPrivateKey(await input(call, 'key'))
    const key = existing ?? rsaKey(call, bits)
    if (!existing) await call.process.printError(`${'.+'.repeat(20)}\n-----\n`)
    const names = (call.options.get('addext') ?? []).flatMap((text) =>
      text.startsWith('subjectAltName')
        ? text
            .replace(/^[^=]*=\s*/, '')
            .split(',')
            .map((name) => name.trim())
        : [],
    )
    const now = call.process.clock.now
    const certificate = createSelfSigned({
      seed: call.process.machine.seed,
      key,
      subject: parseSubject(call.get('subj') ?? '/C=AU/ST=Some-State/O=Internet Widgits Pty Ltd'),
      notBefore: now,
      notAfter: now + Number(call.get('days') ?? 30) * day,
      dnsNames: names.filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4)),
      ipAddresses: names.filter((name) => name.startsWith('IP:')).map((name) => name.slice(3)),
    })
    if (!existing) await output(call, rsaPrivateKeyPem(key), 'keyout', 0o600)
    await output(call, certificate)
    return 0
  },
}

const shows: Readonly<Record<string, (pem: string) => string>> = {
  subject: (pem) => `subject=${nameText(parseCertificate(pem)!.subject)}\n`,
  issuer: (pem) => `issuer=${nameText(parseCertificate(pem)!.issuer)}\n`,
  startdate: (pem) => `notBefore=${timeText(parseCertificate(pem)!.notBefore)}\n`,
  enddate: (pem) => `notAfter=${timeText(parseCertificate(pem)!.notAfter)}\n`,
  dates: (pem) => shows['startdate']!(pem) + shows['enddate']!(pem),
  serial: (pem) => `serial=${parseCertificate(pem)!.serialNumber.toUpperCase()}\n`,
  fingerprint: (pem) => `SHA256 Fingerprint=${fingerprint(parseCertificate(pem)!)}\n`,
  text: certificateText,
}

const x509: Command = {
  flags: ['noout', ...Object.keys(shows), 'sha256', 'pubkey'],
  values: ['in', 'out', 'checkend', 'ext', 'inform', 'outform', 'nameopt'],
  run: async (call) => {
    const pem = await input(call)
    const certificate = parseCertificate(pem)
    if (!certificate) throw new UsageError(`Could not read certificate from ${call.get('in') ?? '<stdin>'}\nUnable to load certificate`)
    for (const name of [...call.options.keys()]) if (shows[name]) await call.process.print(shows[name](pem))
    if (call.get('ext') === 'subjectAltName')
      await call.process.print(`X509v3 Subject Alternative Name: \n    ${alternativeNames(certificate)}\n`)
    if (!call.has('noout')) await output(call, pem)
    if (!call.has('checkend')) return 0
    const expires = certificate.notAfter < call.process.clock.now + Number(call.get('checkend')) * 1000
    await call.process.print(expires ? 'Certificate will expire\n' : 'Certificate will not expire\n')
    return expires ? 1 : 0
  },
}

const generate: Command = {
  flags: ['traditional', 'aes256'],
  values: ['out', 'algorithm', 'pkeyopt', 'name'],
  run: async (call) => {
    if (call.get('algorithm')?.toUpperCase() === 'EC')
      await output(call, privateKeyPem(createKey(call.process.machine.seed, 'openssl', call.process.pid)), 'out', 0o600)
    else
      await output(
        call,
        rsaPrivateKeyPem(rsaKey(call, Number(call.words[0] ?? /rsa_keygen_bits:(\d+)/.exec(call.get('pkeyopt') ?? '')?.[1] ?? 2048))),
        'out',
        0o600,
      )
    return 0
  },
}

const pkey: Command = {
  flags: ['pubout', 'noout', 'check'],
  values: ['in', 'out'],
  run: async (call) => {
    const pem = await input(call)
    const rsa = parseRsaPrivateKey(pem)
    const point = rsa ? undefined : parsePublicKey(pem)
    if (!rsa && !point) throw new UsageError(`Could not read private key from ${call.get('in') ?? '<stdin>'}`)
    if (call.has('check')) await call.process.print('Key is valid\n')
    if (!call.has('noout')) await output(call, call.has('pubout') ? (rsa ? rsaPublicKeyPem(rsa) : publicKeyPem(point!)) : pem)
    return 0
  },
}

const rand: Command = {
  flags: ['hex', 'base64'],
  values: ['out'],
  run: async (call) => {
    const bytes = Uint8Array.from(
      { length: Number(call.words[0] ?? 0) },
      (_, i) => call.process.machine.seed('rand', call.process.pid, call.process.clock.now, i) & 255,
    )
    if (call.has('hex')) await output(call, `${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`)
    else if (call.has('base64')) await output(call, `${toBase64(bytes).replace(/.{64}(?=.)/g, '$&\n')}\n`)
    else await call.process.stdout.write(bytes)
    return 0
  },
}

const verify: Command = {
  flags: [],
  values: ['CAfile'],
  run: async (call) => {
    const authority = call.has('CAfile') ? await input(call, 'CAfile') : ''
    let code = 0
    for (const path of call.words) {
      const problem = verifyCertificate(call.process.files.readText(path), authority, call.process.clock.now)
      if (!problem) await call.process.print(`${path}: OK\n`)
      else {
        const expired = problem.includes('expired')
        await call.process.printError(
          `${nameText(parseCertificate(call.process.files.readText(path))!.subject)}\nerror ${expired ? '10 at 0 depth lookup: certificate has expired' : '20 at 0 depth lookup: unable to get local issuer certificate'}\nerror ${path}: verification failed\n`,
        )
        code = 2
      }
    }
    return code
  },
}

const commands: Readonly<Record<string, Command>> = {
  req: request,
  x509,
  genrsa: generate,
  genpkey: generate,
  rsa: pkey,
  pkey,
  ec: pkey,
  rand,
  verify,
}

export const openssl: Program = {
  name: 'openssl',
  summary: 'Makes and shows keys and certificates.',
  cost: 5,
  run: async (process) => {
    const [, name] = process.argv
    if (name === 'version') {
      await process.print('OpenSSL 3.0.13 30 Jan 2024 (Library: OpenSSL 3.0.13 30 Jan 2024)\n')
      return 0
    }
    const command = commands[name ?? '']
    if (!command) throw new UsageError(`Invalid command '${name ?? ''}'; type "help" for a list.`)
    return command.run(parse(process, name!, command))
  },
}
