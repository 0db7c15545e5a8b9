import type { Refusal } from '../core/door/refusal.ts'
import type { Language } from './languages.ts'
export const refusalText = (refusal: Refusal, _lang: Language): string => refusal.code
