import { m } from '../../locales/paraglide/messages.js'
import type { Words } from '../parts.ts'

/** The nouns of ideas and supports. */
export const words: Words = {
  many: () => m.ideas_many(),
  count: count => m.ideas_count({ count }),
  yours: () => m.ideas_yours(),
  handIn: () => m.ideas_hand_in(),
  all: count => m.ideas_all({ count }),
  search: () => m.ideas_search(),
  none: () => [m.ideas_none_title(), m.ideas_none_text()],
  mosaic: count => m.ideas_mosaic({ count }),
  picture: () => m.ideas_picture(),
  levels: () => [m.ideas_level_least(), m.ideas_level_most()],
  best: () => m.ideas_best_first(),
  responses: count => m.ideas_responses({ count }),
  left: left => (left === 0 ? m.ideas_left_none() : m.ideas_left({ count: left }))
}
