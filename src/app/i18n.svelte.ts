import { en, type Messages } from './messages/en.ts'
import { ko } from './messages/ko.ts'
import { settings } from './settings.svelte.ts'

const languages = { en, ko } as const

/** The words of the chosen language; reading them in a template follows a change of language. */
export const i18n = {
  get m(): Messages {
    return languages[settings.language]
  },
  /** Picks from a text that a lesson gives in every language. */
  pick(text: Readonly<Record<'en' | 'ko', string>> | undefined): string {
    return text ? text[settings.language] || text.en : ''
  },
}
