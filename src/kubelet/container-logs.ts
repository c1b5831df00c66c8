import { encode } from '../base/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import type { KubeletContext } from './kubelet-context.ts'
import type { Container } from './container.ts'

interface LogOptions {
  readonly timestamps: boolean
  readonly since: number
  readonly tail: number | undefined
  readonly limitBytes: number | undefined
  readonly follow: boolean
}

const readOptions = (context: KubeletContext, query: URLSearchParams): LogOptions => {
  const number = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined)
  const seconds = number('sinceSeconds')
  const time = query.get('sinceTime')
  return {
    timestamps: query.get('timestamps') === 'true',
    since: seconds !== undefined ? context.clock.now - seconds * 1000 : time ? Date.parse(time) : 0,
    tail: number('tailLines'),
    limitBytes: number('limitBytes'),
    follow: query.get('follow') === 'true',
  }
}

/** One line as `kubectl logs` shows it; a partial one (tag P) has no line feed. */
const show = (line: string, { since, timestamps }: LogOptions): string => {
  const match = /^(\S+) (?:stdout|stderr) ([FP]) (.*)$/s.exec(line)
  if (!match) return ''
  const [, time = '', tag, message = ''] = match
  if (since > 0 && Date.parse(time) < since) return ''
  return `${timestamps ? `${time} ` : ''}${message}${tag === 'P' ? '' : '\n'}`
}

/** A container's log as the kubelet serves it, and what is still to come if `follow` is asked for. */
export const containerLogs = (context: KubeletContext, container: Container, query: URLSearchParams): HttpResponse => {
  const options = readOptions(context, query)
  const { files } = context.machine
  const { path } = container.log
  const read = (): string => (files.exists(path) ? files.readText(path) : '')
  const first = read()
  const lines = first.split('\n').slice(0, -1)
  const kept = options.tail === undefined || options.tail < 0 ? lines : lines.slice(Math.max(0, lines.length - options.tail))
  const begin = kept.map((line) => show(line, options)).join('')
  const limited = options.limitBytes === undefined ? encode(begin) : encode(begin).slice(0, options.limitBytes)
  const headers = { 'content-type': 'text/plain' }
  if (!options.follow) return { status: 200, headers, body: limited }
  return {
    status: 200,
    headers,
    stream: (sink) => {
      let shown = first.length
      const cancels: (() => void)[] = []
      const hangUp = (): void => {
        for (const cancel of cancels.splice(0)) cancel()
      }
      if (limited.length > 0) sink.push(limited)
      const more = (): void => {
        const text = read()
        const fresh = text.slice(shown)
        shown = text.length
        const out = fresh
          .split('\n')
          .slice(0, -1)
          .map((line) => show(line, options))
          .join('')
        if (out !== '') sink.push(encode(out))
      }
      const end = (): void => {
        more()
        hangUp()
        sink.end()
      }
      if (container.state === 'exited') {
        cancels.push(context.clock.after(0, end))
        return hangUp
      }
      cancels.push(container.log.follow(more))
      const left = container.main?.onExit(() => cancels.push(context.clock.after(1, end)))
      if (left) cancels.push(left)
      return hangUp
    },
  }
}
