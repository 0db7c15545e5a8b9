import { m } from '#lib/locales/paraglide/messages.js'

/** What came of a decision, by the name it has in the address. */
export const decidedTexts = (): Readonly<Record<string, string>> => ({
  published: m.moderation_done_published(),
  hidden: m.moderation_done_hidden(),
  revised: m.moderation_done_revised(),
  restricted: m.moderation_done_restricted(),
  moved: m.moderation_done_moved(),
  many: m.moderation_done_many(),
  some: m.moderation_done_some(),
  upheld: m.moderation_done_upheld(),
  reversed: m.moderation_done_reversed()
})
