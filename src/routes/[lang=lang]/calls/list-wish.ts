import { findLanguage } from '../../../locales/languages.ts'
import type { Language } from '../../../locales/languages.ts'

/** Which calls somebody looks for; what the address does not name, or names wrongly, is left open. */
export interface ListWish {
  readonly state?: 'open' | 'closed'
  readonly organisation?: string
  readonly language?: Language
  readonly q?: string
  readonly after?: string
}

/** What the address of a list of calls asks for. */
export function wishIn({ searchParams }: URL): ListWish {
  const text = (name: string, most: number) => searchParams.get(name)?.trim().slice(0, most) || undefined
  const state = text('state', 10)
  const organisation = text('organisation', 60)
  const language = findLanguage(text('language', 10) ?? '')
  const q = text('q', 200)
  const after = text('after', 300)
  return {
    ...(state === 'open' || state === 'closed' ? { state } : {}),
    ...(organisation ? { organisation } : {}),
    ...(language ? { language } : {}),
    ...(q ? { q } : {}),
    ...(after ? { after } : {})
  }
}

/** Whether anything narrows the list down; the place in the list does not. */
export const isNarrow = ({ state, organisation, language, q }: ListWish): boolean =>
  Boolean(state ?? organisation ?? language ?? q)
