import type { Parts } from '../parts.ts'
import Contribute from './Contribute.svelte'
import Contribution from './Contribution.svelte'
import { readIdea, readReply, readSettings } from './forms.ts'
import Respond from './Respond.svelte'
import Responding from './Responding.svelte'
import Result from './Result.svelte'
import Settings from './Settings.svelte'
import { settingsInWords } from './settings-in-words.ts'
import { words } from './words.ts'

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
