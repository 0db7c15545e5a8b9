import { defineParams } from '@sveltejs/kit/params'
import { findLanguage } from './locales/languages.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const params = defineParams({
  lang: findLanguage,
  /** Tells an id from the names of pages beside it. */
  uuid: text => (uuid.test(text) ? text : undefined)
})
