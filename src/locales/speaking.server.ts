import { AsyncLocalStorage } from 'node:async_hooks'
import { defaultLanguage } from './languages.ts'
import type { Language } from './languages.ts'
import { overwriteGetLocale } from './paraglide/runtime.js'

const speaking = new AsyncLocalStorage<Language>()
overwriteGetLocale(() => speaking.getStore() ?? defaultLanguage)

/** Runs `work` so that messages called anywhere within it, also after an `await`, are in `language`. */
export const speakIn = <T>(language: Language, work: () => T): T => speaking.run(language, work)
