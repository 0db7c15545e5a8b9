import { m } from '#lib/locales/paraglide/messages.js'

/** What the fields of a new organisation are called. */
export const organisationLabels = (): Record<string, string> => ({
  'organisation.name': m.setup_name(),
  'organisation.kind': m.setup_kind(),
  'organisation.languages': m.setup_languages(),
  'organisation.timeZone': m.desk_time_zone(),
  'organisation.slug': m.setup_address()
})
