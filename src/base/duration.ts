const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a Go duration (`1h2m3.5s`); throws with Go's own words (`time.ParseDuration`). */
export const parseDuration = (text: string): number => {
  const quoted = JSON.stringify(text)
  const signed = /^[-+]?/.exec(text)![0]
  let rest = text.slice(signed.length)
  if (rest === '0') return 0
  if (rest === '') throw new Error(`time: invalid duration ${quoted}`)
  let total = 0
  while (rest !== '') {
    const number = /^(?:\d+\.?\d*|\.\d+)/.exec(rest)?.[0]
    if (number === undefined) throw new Error(`time: invalid duration ${quoted}`)
    rest = rest.slice(number.length)
    const unit = /^[^.\d]*/.exec(rest)![0]
    if (unit === '') throw new Error(`time: missing unit in duration ${quoted}`)
    const milliseconds = unitMilliseconds[unit]
    if (milliseconds === undefined) throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`)
    total += Number(number) * milliseconds
    rest = rest.slice(unit.length)
  }
  return signed === '-' ? -total : total
}

const trimmed = (value: number, digits: number): string => value.toFixed(digits).replace(/\.?0+$/, '')

/** A duration in Go's notation: `1h2m3s`, `1.5s`, `100ms`, `0s` (`time.Duration.String`). */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds === 0) return '0s'
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`
  if (milliseconds < 1e-3) return `${Math.round(milliseconds * 1e6)}ns`
  if (milliseconds < 1) return `${trimmed(milliseconds * 1e3, 3)}µs`.replace('.µs', 'µs')
  if (milliseconds < 1000) return `${milliseconds % 1 === 0 ? milliseconds : trimmed(milliseconds, 6)}ms`
  const hours = Math.floor(milliseconds / 3_600_000)
  const minutes = Math.floor(milliseconds / 60_000) % 60
  const rest = (milliseconds % 60_000) / 1000
  const seconds = rest % 1 === 0 ? String(rest) : trimmed(rest, 9)
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}

const two = (major: number, majorUnit: string, minor: number, minorUnit: string): string =>
  minor === 0 ? `${major}${majorUnit}` : `${major}${majorUnit}${minor}${minorUnit}`

/** An age as kubectl shows it: `119s`, `5m3s`, `2d4h` (`k8s.io/apimachinery/pkg/util/duration`). */
export const humanDuration = (milliseconds: number): string => {
  const seconds = Math.trunc(milliseconds / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (hours < 192) return two(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.floor(days / 365)
  return days < 2920 ? two(years, 'y', days % 365, 'd') : `${years}y`
}
