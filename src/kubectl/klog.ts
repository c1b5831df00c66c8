import type { Process } from '../machine/index.ts'

/** A klog line: `E1120 20:46:19.026647   11899 memcache.go:265] ...`. */
export const klogLine = (process: Process, severity: 'I' | 'W' | 'E' | 'F', where: string, text: string): string => {
  const [date = '', time = ''] = new Date(process.clock.now).toISOString().split('T')
  const micros = `${time.slice(0, 12)}${String(process.pid % 1000).padStart(3, '0')}`
  return `${severity}${date.slice(5, 7)}${date.slice(8, 10)} ${micros} ${String(process.pid).padStart(7)} ${where}] ${text}\n`
}
