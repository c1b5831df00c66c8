import { openDB, type DBSchema } from 'idb'
import type { Session } from '../host/protocol.ts'

export interface Progress {
  readonly lesson: string
  readonly passed: number
  readonly all: number
  readonly done: boolean
  readonly at: number
}

interface Tables extends DBSchema {
  sessions: { key: string; value: { readonly key: string; readonly session: Session; readonly at: number } }
  progress: { key: string; value: Progress }
}

const database = openDB<Tables>('bottleship', 1, {
  upgrade(db) {
    db.createObjectStore('sessions', { keyPath: 'key' })
    db.createObjectStore('progress', { keyPath: 'lesson' })
  },
})
// A browser without storage still runs the page; every call below then answers as if nothing was kept.
database.catch(() => {})

async function attempt<T>(action: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await action()
  } catch {
    return otherwise
  }
}

export const storage = {
  session: (key: string): Promise<Session | undefined> =>
    attempt(async () => (await (await database).get('sessions', key))?.session, undefined),
  keepSession: (key: string, session: Session): Promise<boolean> =>
    attempt(async () => {
      await (await database).put('sessions', { key, session, at: Date.now() })
      return true
    }, false),
  dropSession: (key: string): Promise<void> => attempt(async () => (await database).delete('sessions', key), undefined),
  progress: (): Promise<readonly Progress[]> => attempt(async () => (await database).getAll('progress'), []),
  keepProgress: (progress: Progress): Promise<void> =>
    attempt(async () => void (await (await database).put('progress', progress)), undefined),
}
