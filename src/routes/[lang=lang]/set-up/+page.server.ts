import { redirect } from '@sveltejs/kit'
import { showDemo } from '#lib/core/exchange/acts.ts'
import { setUp } from '#lib/core/organisation/acts.ts'
import { listOrganisationsView } from '#lib/core/organisation/views.ts'
import type { OrganisationKind } from '#lib/core/organisation/rules.ts'
import { to } from '#lib/ui/to.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { fromOf, letIn } from '#lib/routes/signing-in.server.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { knownTimeZones, likelyTimeZone } from '../time-zones.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  // The address holds a secret.
  setHeaders({ 'cache-control': 'private, no-store' })
  const { items } = await locals.app.look(listOrganisationsView, locals.who, { limit: 50 })
  return {
    code: url.searchParams.get('code') ?? '',
    isSetUp: items.some(organisation => !organisation.isDemo),
    timeZone: likelyTimeZone(locals.lang),
    timeZones: knownTimeZones()
  }
}

export const actions: Actions = {
  demo: event =>
    submit(event, showDemo, form => ({ code: textOf(form, 'code') ?? '' }), {
      onDone: () =>
        redirect(
          303,
          `${to('/set-up/demo')}?code=${encodeURIComponent(event.url.searchParams.get('code') ?? '')}`
        )
    }),

  organisation: event =>
    submit(
      event,
      setUp,
      form => {
        const slug = textOf(form, 'organisation.slug')
        const password = form.get('password')
        return {
          code: textOf(form, 'code') ?? '',
          email: textOf(form, 'email') ?? '',
          name: textOf(form, 'name') ?? '',
          language: event.locals.lang,
          ...(typeof password === 'string' && password !== '' ? { password } : {}),
          organisation: {
            name: textOf(form, 'organisation.name') ?? '',
            kind: textOf(form, 'organisation.kind') as OrganisationKind,
            languages: textsOf(form, 'organisation.languages') as App.Locals['lang'][],
            timeZone: textOf(form, 'organisation.timeZone') ?? '',
            ...(slug ? { slug } : {})
          }
        }
      },
      {
        onDone: async ({ result }) => {
          await letIn(event, await event.locals.auth.startSession(result.personId, fromOf(event)), null)
          redirect(303, `${to(`/desk/${result.slug}`)}?done=set-up`)
        }
      }
    )
}
