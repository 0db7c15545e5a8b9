import { m } from '#lib/locales/paraglide/messages.js'

/** The names of a group's fields, for the summary of what is wrong. */
export const groupLabels = () => ({
  slug: m.group_slug(),
  name: m.group_name(),
  about: m.group_about(),
  discoverability: m.group_discoverability(),
  visibility: m.group_visibility(),
  joining: m.group_joining(),
  questions: m.group_questions()
})
