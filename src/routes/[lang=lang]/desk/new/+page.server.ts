import { redirect } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { createOrganisation } from '#lib/core/organisation/acts.ts'
import type { OrganisationKind } from '#lib/core/organisation/rules.ts'
import { findMe } from '#lib/core/person/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { knownTimeZones, likelyTimeZone } from '../../time-zones.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  if (locals.who.kind !== 'person') throw new Refusal('not-signed-in')
  const { roles } = await locals.app.look(findMe, locals.who, {})
  if (!roles.some(role => role.role === 'owner')) throw new Refusal('not-allowed')
  return { timeZone: likelyTimeZone(locals.lang), zones: knownTimeZones() }
}

export const actions: Actions = {
  default: event =>
    submit(
      event,
      createOrganisation,
      form => {
        const slug = textOf(form, 'organisation.slug')
        return {
          organisation: {
            name: textOf(form, 'organisation.name') ?? '',
            kind: textOf(form, 'organisation.kind') as OrganisationKind,
            languages: textsOf(form, 'organisation.languages') as App.Locals['lang'][],
            timeZone: textOf(form, 'organisation.timeZone') ?? '',
            ...(slug ? { slug } : {})
          }
        }
      },
      { onDone: ({ result }) => redirect(303, `${to(`/desk/${result.slug}`)}?done=founded`) }
    )
}
