import type { Role } from '#lib/core/role/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

export const roleText = (role: Role): string =>
  ({
    owner: m.desk_role_owner,
    organiser: m.desk_role_organiser,
    moderator: m.desk_role_moderator,
    juror: m.desk_role_juror,
    analyst: m.desk_role_analyst
  })[role]()

/** What somebody with this role may do. */
export const roleHint = (role: Role): string =>
  ({
    owner: m.desk_role_owner_hint,
    organiser: m.desk_role_organiser_hint,
    moderator: m.desk_role_moderator_hint,
    juror: m.desk_role_juror_hint,
    analyst: m.desk_role_analyst_hint
  })[role]()
