import { m } from '../../locales/paraglide/messages.js'
import type { Parts, Words } from '../parts.ts'
import Contribute from './Contribute.svelte'
import Contribution from './Contribution.svelte'
import { readIdea, readReply, readSettings } from './forms.ts'
import Respond from './Respond.svelte'
import Responding from './Responding.svelte'
import Result from './Result.svelte'
import Settings from './Settings.svelte'
import { settingsInWords } from './settings-in-words.ts'

const words: Words = {
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

/** What pages need of this method. */
export const parts: Parts = {
  Contribute,
  Contribution,
  Respond,
  Responding,
  Result,
  Settings,
  words,
  readContribution: readIdea,
  readResponse: readReply,
  readSettings,
  settingsInWords
}
