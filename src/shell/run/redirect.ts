import type { HereDoc, HereString, Redirect, Redirection } from 'unbash'
import { SystemError } from '../../base/index.ts'
import { emptyReader, nullWriter, type Reader, type Writer } from '../../machine/index.ts'
import { ShellFailure } from '../control.ts'
import { expandHereDoc, expandText, expandWords } from '../expand/words.ts'
import type { Descriptor, Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign, getText } from '../variable-access.ts'
import { textReader } from './input.ts'
import { substituteForRedirection } from './process-substitution.ts'

/** A failed redirection; the command does not run. */
const fail = (target: string, error: unknown): never => {
  if (error instanceof SystemError) throw new ShellFailure(`${target}: ${error.message}`)
  throw error
}

const fileReader = (shell: Shell, path: string): Reader => {
  const { files } = shell.process
  const absolute = files.resolve(path)
  if (files.stat(absolute).type === 'directory') return { read: () => Promise.reject(new SystemError('EISDIR')) }
  let rest: Uint8Array | undefined = files.read(absolute)
  return {
    read: () => {
      const chunk = rest?.length ? rest.subarray(0, 65_536) : undefined
      rest = rest?.subarray(65_536)
      return Promise.resolve(chunk)
    },
  }
}

/** Opens a file for writing: every write goes to its end, which no other writer of the shell's world can tell apart. */
const fileWriter = (shell: Shell, path: string, append: boolean): Writer => {
  const { files } = shell.process
  const absolute = files.resolve(path)
  const mode = files.exists(absolute) ? {} : { mode: 0o666 & ~umaskOf(shell) }
  files.write(absolute, '', { append, ...mode })
  return { write: (bytes) => files.write(absolute, bytes, { append: true }) }
}

export const umaskOf = (shell: Shell): number => shell.umask

const special = (shell: Shell, path: string): Descriptor | undefined => {
  if (path === '/dev/null') return { reader: emptyReader, writer: nullWriter }
  if (path === '/dev/zero') return { reader: { read: () => Promise.resolve(new Uint8Array(4096)) }, writer: nullWriter }
  if (path === '/dev/stdin') return shell.descriptors.get(0)
  if (path === '/dev/stdout') return shell.descriptors.get(1)
  if (path === '/dev/stderr') return shell.descriptors.get(2)
  if (path === '/dev/tty') {
    const { tty } = shell.process
    if (!tty) throw new SystemError('ENOENT')
    return { reader: tty.input, writer: tty.output }
  }
  const descriptor = /^\/dev\/fd\/(\d+)$/.exec(path)
  return descriptor ? shell.descriptors.get(Number(descriptor[1])) : undefined
}

function* openNetwork(shell: Shell, path: string): Steps<Descriptor | undefined> {
  const [, protocol, host, port] = /^\/dev\/(tcp|udp)\/([^/]+)\/(\d+)$/.exec(path) ?? []
  if (!protocol) return undefined
  try {
    const endpoint = (yield shell.process.dial(host!, Number(port), { protocol: protocol as 'tcp' | 'udp' })) as Awaited<
      ReturnType<Shell['process']['dial']>
    >

    return { reader: { read: () => Promise.resolve(undefined) }, writer: { write: () => (endpoint.open ? undefined : undefined) } }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    if (error.code === 'ENOTFOUND') throw new ShellFailure(`${host}: Name or service not known`)
    throw new ShellFailure(`connect: ${error.message}`)
  }
}

/** One path of a redirection; globs may make it several, which is an error. */
function* targetOf(shell: Shell, redirect: Redirect | HereString): Steps<string> {
  const word = redirect.target!
  const fields = yield* expandWords(shell, [word])
  if (fields.length !== 1) throw new ShellFailure(`${word.text}: ambiguous redirect`)
  return fields[0]!
}

function* open(shell: Shell, operator: string, path: string): Steps<Descriptor> {
  try {
    const device = special(shell, path) ?? (path.startsWith('/dev/') ? yield* openNetwork(shell, path) : undefined)
    if (device) return device
    switch (operator) {
      case '<':
        return { reader: fileReader(shell, path) }
      case '<>':
        if (!shell.process.files.exists(path)) shell.process.files.write(path, '')
        return { reader: fileReader(shell, path), writer: fileWriter(shell, path, true) }
      case '>>':
      case '&>>':
        return { writer: fileWriter(shell, path, true) }
      default:
        if (operator === '>' && shell.has('noclobber') && shell.process.files.exists(path))
          throw new ShellFailure(`${path}: cannot overwrite existing file`)
        return { writer: fileWriter(shell, path, false) }
    }
  } catch (error) {
    return fail(path, error)
  }
}

function* apply(shell: Shell, redirection: Redirection): Steps<void> {
  const named = redirection.descriptor?.type === 'FileDescriptorVariable' ? redirection.descriptor.name : undefined
  const given =
    redirection.descriptor?.type === 'FileDescriptor'
      ? redirection.descriptor.value
      : named === undefined
        ? undefined
        : yield* namedDescriptor(shell, named, redirection)
  const { descriptors } = shell
  if (redirection.type === 'HereDoc')
    return void descriptors.set(given ?? 0, { reader: textReader(yield* expandHereDoc(shell, redirection as HereDoc)) })
  if (redirection.type === 'HereString')
    return void descriptors.set(given ?? 0, { reader: textReader(`${yield* expandText(shell, redirection.target!)}\n`) })
  const { operator } = redirection
  const substitution = redirection.target?.parts?.length === 1 ? redirection.target.parts[0] : undefined
  if (substitution?.type === 'ProcessSubstitution') {
    const descriptor = substituteForRedirection(shell, substitution)
    return void descriptors.set(given ?? (operator === '<' ? 0 : 1), descriptor)
  }
  const target = yield* targetOf(shell, redirection)
  if (operator === '<&' || operator === '>&') {
    const to = given ?? (operator === '<&' ? 0 : 1)
    if (target === '-') return void descriptors.delete(to)
    const moved = /^(\d+)(-?)$/.exec(target)
    if (moved) {
      const from = descriptors.get(Number(moved[1]))
      if (!from) throw new ShellFailure(`${moved[1]}: Bad file descriptor`)
      descriptors.set(to, from)
      if (moved[2]) descriptors.delete(Number(moved[1]))
      return
    }
    if (operator === '<&' || given !== undefined) throw new ShellFailure(`${target}: ambiguous redirect`)
  }
  const descriptor = yield* open(shell, operator, target)
  const both = operator === '&>' || operator === '&>>' || (operator === '>&' && given === undefined)
  descriptors.set(given ?? (operator === '<' || operator === '<>' ? 0 : 1), descriptor)
  if (both) descriptors.set(2, descriptor)
}

/** `{fd}>file` takes a free descriptor from 10 on; `{fd}>&-` means the one it holds. */
function* namedDescriptor(shell: Shell, name: string, redirection: Redirection): Steps<number> {
  if (redirection.type === 'Redirect' && redirection.target?.text === '-') return Number(getText(shell, name))
  let free = 10
  while (shell.descriptors.has(free)) free++
  assign(shell, name, String(free))
  return free
}

/** Applies redirections for good, as `exec` does. */
export function* applyRedirections(shell: Shell, redirections: readonly Redirection[]): Steps<void> {
  for (const redirection of redirections) yield* apply(shell, redirection)
}

/** Runs steps with redirections in force. */
export function* redirected<T>(shell: Shell, redirections: readonly Redirection[], run: () => Steps<T>): Steps<T> {
  if (redirections.length === 0) return yield* run()
  const before = new Map(shell.descriptors)
  try {
    yield* applyRedirections(shell, redirections)
    return yield* run()
  } finally {
    shell.descriptors = before
  }
}
