import { at, listAt, numberAt, textAt } from '../object.ts'

const action = (probe: unknown): string => {
  const exec = at(probe, 'exec')
  if (exec) return `exec [${((at(exec, 'command') as readonly string[] | undefined) ?? []).join(' ')}]`
  const http = at(probe, 'httpGet')
  if (http) {
    const port = textAt(http, 'port')
    const path = textAt(http, 'path')
    return `http-get ${(textAt(http, 'scheme') || 'HTTP').toLowerCase()}://${textAt(http, 'host')}${port ? `:${port}` : ''}${path.startsWith('/') || path === '' ? path : `/${path}`}`
  }
  const tcp = at(probe, 'tcpSocket')
  if (tcp) return `tcp-socket ${textAt(tcp, 'host')}:${textAt(tcp, 'port')}`
  const grpc = at(probe, 'grpc')
  if (grpc) return `grpc <pod>:${numberAt(grpc, 'port')} ${textAt(grpc, 'service')}`
  return 'unknown'
}

/** `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3` */
export const probeText = (probe: unknown): string => {
  void listAt
  const times = `delay=${numberAt(probe, 'initialDelaySeconds')}s timeout=${numberAt(probe, 'timeoutSeconds')}s period=${numberAt(probe, 'periodSeconds')}s`
  return `${action(probe)} ${times} #success=${numberAt(probe, 'successThreshold')} #failure=${numberAt(probe, 'failureThreshold')}`
}
