import { redirect } from '@sveltejs/kit'
import { claimGuest } from '#lib/core/person/claim-act.ts'
import { listContributionsView } from '#lib/core/person/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { guestProof } from '#lib/routes/signing-in.server.ts'
import { submit } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { app, auth, who } = event.locals
  const after = event.url.searchParams.get('after') ?? undefined
  const { items, next } = await app.look(listContributionsView, who, { after, limit: 30 })
  return {
    /** This browser was a guest before somebody signed in. */
    wasGuest: who.kind === 'person' && auth.readGuest(event.request.headers.get('cookie')) !== null,
    contributions: items.map(({ call, contributionId, title, state, status, createdAt }) => ({
      contributionId,
      title,
      state,
      status,
      createdAt,
      call: { slug: call.slug, question: call.question }
    })),
    next
  }
}

export const actions: Actions = {
  claim: event =>
    submit(
      event,
      claimGuest,
      form => ({
        proof: guestProof(event) ?? '',
        name: textOf(form, 'name') === 'account' ? ('account' as const) : ('as-it-was' as const)
      }),
      {
        onDone: () => {
          event.locals.newCookies.push(event.locals.auth.forgottenGuestCookie())
          redirect(303, `${to('/me')}?done=claimed`)
        }
      }
    )
}
