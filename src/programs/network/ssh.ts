import { SystemError, UsageError } from '../../base/index.ts'
import { converse, type Endpoint, type Process, type Program } from '../../machine/index.ts'
import type { SshService } from '../daemons/sshd.ts'
import { getopt, type Option, type Wording } from '../getopt.ts'

const usage = `usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface] [-b bind_address]
           [-c cipher_spec] [-D [bind_address:]port] [-E log_file]
           [-e escape_char] [-F configfile] [-I pkcs11] [-i identity_file]
           [-J destination] [-L address] [-l login_name] [-m mac_spec]
           [-O ctl_cmd] [-o option] [-P tag] [-p port] [-R address]
           [-S ctl_path] [-W host:port] [-w local_tun[:remote_tun]]
           destination [command [argument ...]]`

const known: readonly Option[] = [
  { letter: 'p', value: 'required' },
  { letter: 'l', value: 'required' },
  { letter: 'i', value: 'required' },
  { letter: 'o', value: 'required' },
  { letter: 'F', value: 'required' },
  { letter: 'q' },
  { letter: 'v' },
  { letter: 't' },
  { letter: 'T' },
  { letter: 'n' },
  { letter: '4' },
  { letter: '6' },
  { letter: 'A' },
  { letter: 'a' },
  { letter: 'C' },
  { letter: 'x' },
  { letter: 'X' },
  { letter: 'Y' },
  { letter: 'V' },
]

const wording: Wording = {
  unknownShort: (letter) => `unknown option -- ${letter}\n${usage}`,
  unknownLong: () => `unknown option -- -\n${usage}`,
  missing: (option) => `option requires an argument -- ${option}\n${usage}`,
  exitCode: 255,
}

/** Options end at the destination: what follows it is the command. */
const separate = (words: readonly string[]): { readonly options: readonly string[]; readonly rest: readonly string[] } => {
  let at = 0
  while (at < words.length && words[at]!.startsWith('-')) at += /^-[plioF]$/.test(words[at]!) ? 2 : 1
  return { options: words.slice(0, at), rest: words.slice(at) }
}

const connect = async (process: Process, host: string, port: number): Promise<Endpoint> => {
  try {
    return await process.dial(host, port, { timeout: 130_000 })
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    const text =
      error.code === 'ENOTFOUND'
        ? `ssh: Could not resolve hostname ${host}: ${error.message}`
        : `ssh: connect to host ${host} port ${port}: ${error.message}`
    throw new UsageError(text, 255)
  }
}

export const ssh: Program = {
  name: 'ssh',
  summary: 'Logs in to another machine.',
  cost: 50,
  run: async (process) => {
    const { options: words, rest } = separate(process.argv.slice(1))
    const options = getopt(words, known, wording)
    if (options.has('V')) {
      await process.printError('OpenSSH_9.6p1 Ubuntu-3ubuntu13.5, OpenSSL 3.0.13 30 Jan 2024\n')
      return 0
    }
    const [destination, ...command] = rest
    if (destination === undefined) throw new UsageError(usage, 255)
    const [, named, host = ''] = /^(?:ssh:\/\/)?(?:([^@]*)@)?(.*)$/.exec(destination) ?? []
    const user = named ?? options.get('l') ?? process.user.name
    const endpoint = await connect(process, host, Number(options.get('p') ?? 22))
    const service = endpoint.listener.service as SshService | undefined
    if (!service?.open) throw new UsageError('kex_exchange_identification: Connection closed by remote host', 255)
    const tty = process.tty !== undefined && !options.has('T') && (command.length === 0 || options.has('t'))
    const session = service.open({ user, tty, ...(command.length > 0 ? { command: command.join(' ') } : {}) })
    if (session === 'denied') throw new UsageError(`${user}@${host}: Permission denied (publickey).`, 255)
    let lost = false
    const forget = endpoint.onClose(() => (lost = true))
    const code = await converse(process, session, tty)
    forget()
    endpoint.close()
    if (lost) await process.printError(`${tty ? '\r' : ''}Connection to ${host} closed by remote host.\n`)
    if (tty && !options.has('q')) await process.printError(`Connection to ${host} closed.\n`)
    return lost ? 255 : code
  },
}
