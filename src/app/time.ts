const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const two = (value: number): string => String(value).padStart(2, '0')

/** `0:01:23` and the tenth, for the big clock. */
export function clockFace(milliseconds: number): { main: string; tenth: string } {
  const time = Math.max(0, milliseconds)
  const main = `${Math.floor(time / HOUR)}:${two(Math.floor(time / MINUTE) % 60)}:${two(Math.floor(time / SECOND) % 60)}`
  return { main, tenth: String(Math.floor(time / 100) % 10) }
}

/** `1:23`, or `1:02:03` past the hour; the axis, the steps and the sentences use it. */
export function moment(milliseconds: number): string {
  const time = Math.max(0, milliseconds)
  const hours = Math.floor(time / HOUR)
  const rest = `${Math.floor(time / MINUTE) % 60}:${two(Math.floor(time / SECOND) % 60)}`
  return hours > 0 ? `${hours}:${rest.padStart(5, '0')}` : rest
}

/** `1:23.4`, where a tenth matters. */
export const fineMoment = (milliseconds: number): string => `${moment(milliseconds)}.${Math.floor(Math.max(0, milliseconds) / 100) % 10}`

/** A step of the axis that leaves about `count` labels in `span`. */
export function axisStep(span: number, count: number): number {
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400]
  return (steps.find((step) => step * SECOND * count >= span) ?? 86400) * SECOND
}
