import type { Journal, JournalEntry } from './machine-interface.ts'

/** Oldest entries go first once there are more. */
const limit = 20_000

export const createJournal = (): Journal => {
  const entries: JournalEntry[] = []
  const followers = new Set<(entry: JournalEntry) => void>()
  return {
    entries,
    append: (entry) => {
      entries.push(entry)
      if (entries.length > limit) entries.splice(0, limit / 10)
      for (const notify of followers) notify(entry)
    },
    follow: (notify) => {
      followers.add(notify)
      return () => followers.delete(notify)
    },
  }
}
