export interface SessionLock {
  /** Asks the tab that holds the session to give it up, and waits for that. */
  takeOver(): Promise<void>
  release(): void
}

interface Message {
  readonly key: string
}

/**
 * Only one tab drives a session. `onHeld` says whether this tab does; `onAsked` runs before the lock is given to another tab.
 */
export function lockSession(key: string, onHeld: (held: boolean) => void, onAsked: () => Promise<void>): SessionLock {
  if (!('locks' in navigator)) {
    onHeld(true)
    return { takeOver: async () => {}, release: () => {} }
  }
  const name = `bottleship:${key}`
  const channel = new BroadcastChannel('bottleship')
  let letGo: (() => void) | undefined
  let closed = false

  const hold = (lock: Lock | null): Promise<void> | undefined => {
    if (closed) return undefined
    onHeld(lock !== null)
    if (!lock) return undefined
    return new Promise<void>((resolve) => (letGo = resolve))
  }
  channel.addEventListener('message', async (event: MessageEvent<Message>) => {
    if (event.data.key !== key || !letGo) return
    await onAsked()
    letGo?.()
    letGo = undefined
  })
  void navigator.locks.request(name, { ifAvailable: true }, hold)

  return {
    takeOver() {
      return new Promise((resolve) => {
        void navigator.locks.request(name, (lock) => {
          const held = hold(lock)
          resolve()
          return held
        })
        channel.postMessage({ key } satisfies Message)
      })
    },
    release() {
      closed = true
      letGo?.()
      channel.close()
    },
  }
}
