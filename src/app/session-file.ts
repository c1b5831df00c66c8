import type { Session } from '../host/protocol.ts'

/** Offers the session as a file, `lesson.bottleship.json`. */
export function downloadSession(session: Session): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(session)], { type: 'application/json' }))
  link.download = `${session.lesson?.replace('/', '-') ?? 'sandbox'}.bottleship.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Reads a session that somebody saved; undefined if the file is none. */
export async function readSession(file: File): Promise<Session | undefined> {
  try {
    const session = JSON.parse(await file.text()) as Partial<Session>
    const whole =
      session.format === 1 &&
      typeof session.product === 'string' &&
      Array.isArray(session.log) &&
      typeof session.until === 'number' &&
      session.world
    return whole ? (session as Session) : undefined
  } catch {
    return undefined
  }
}
