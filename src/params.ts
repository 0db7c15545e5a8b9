import { defineParams } from '@sveltejs/kit/params'
import { findLanguage } from './locales/languages.ts'

export const params = defineParams({ lang: findLanguage })
