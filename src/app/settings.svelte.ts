export type Language = 'en' | 'ko'
export type Theme = 'auto' | 'dark' | 'light'

interface Stored {
  language: Language
  theme: Theme
  vim: boolean
  screenReader: boolean
  /** Size of the terminal's and the editor's letters, in CSS pixels. */
  fontSize: number
  /** Widths that a person gave the panes, in CSS pixels. */
  widths: { lesson?: number; map?: number }
}

const KEY = 'bottleship.settings'

function read(): Stored {
  const defaults: Stored = {
    language: navigator.language.startsWith('ko') ? 'ko' : 'en',
    theme: 'auto',
    vim: true,
    screenReader: false,
    fontSize: 12.5,
    widths: {},
  }
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Stored>) }
  } catch {
    return defaults
  }
}

/** What a person chose for this browser; kept in localStorage, applied to the document at once. */
class Settings {
  #stored = $state(read())
  #systemLight = $state(matchMedia('(prefers-color-scheme: light)').matches)

  constructor() {
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', (event) => {
      this.#systemLight = event.matches
      this.#apply()
    })
    this.#apply()
  }

  get language(): Language {
    return this.#stored.language
  }
  get theme(): Theme {
    return this.#stored.theme
  }
  get vim(): boolean {
    return this.#stored.vim
  }
  get screenReader(): boolean {
    return this.#stored.screenReader
  }
  get fontSize(): number {
    return this.#stored.fontSize
  }
  get widths(): Stored['widths'] {
    return this.#stored.widths
  }
  /** The theme on the screen, with `auto` resolved. */
  get shownTheme(): 'dark' | 'light' {
    if (this.#stored.theme !== 'auto') return this.#stored.theme
    return this.#systemLight ? 'light' : 'dark'
  }

  change(part: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...part }
    this.#apply()
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#stored))
    } catch {
      // Without storage the choice lasts as long as the tab.
    }
  }

  #apply(): void {
    document.documentElement.lang = this.#stored.language
    document.documentElement.dataset.theme = this.shownTheme
  }
}

export const settings = new Settings()
