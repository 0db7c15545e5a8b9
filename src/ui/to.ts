import { getLocale } from '../locales/paraglide/runtime.js'

/** The address of one of our pages in the language being spoken: `to('/calls')` is `/uk/calls`. */
export const to = (path: string): string => `/${getLocale()}${path === '/' ? '' : path}`
