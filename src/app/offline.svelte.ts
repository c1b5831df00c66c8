export type OfflineState = 'ready' | 'offline' | 'storing' | 'none' | 'update'

/** Whether the page works without network, and whether a new version waits. */
class Offline {
  #stored = $state(false)
  #impossible = $state(!('serviceWorker' in navigator) || import.meta.env.DEV)
  #online = $state(navigator.onLine)
  #update = $state<(() => Promise<void>) | undefined>()

  readonly state: OfflineState = $derived.by(() => {
    if (this.#update) return 'update'
    if (this.#impossible) return 'none'
    if (!this.#stored) return 'storing'
    return this.#online ? 'ready' : 'offline'
  })

  async start(): Promise<void> {
    addEventListener('online', () => (this.#online = true))
    addEventListener('offline', () => (this.#online = false))
    if (this.#impossible) return
    void navigator.storage?.persist?.().catch(() => false)
    const { registerSW } = await import('virtual:pwa-register')
    const apply = registerSW({
      immediate: true,
      onOfflineReady: () => (this.#stored = true),
      onNeedRefresh: () => (this.#update = () => apply(true)),
      onRegisterError: () => (this.#impossible = true),
    })
    void navigator.serviceWorker.ready.then(() => (this.#stored = true))
  }

  async applyUpdate(): Promise<void> {
    await this.#update?.()
  }
}

export const offline = new Offline()
