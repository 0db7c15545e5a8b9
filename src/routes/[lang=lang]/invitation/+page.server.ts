import { redirect } from '@sveltejs/kit'
import { Refusal, invalid } from '#lib/core/door/refusal.ts'
import { acceptInvitation } from '#lib/core/invitation/acts.ts'
import { findInvitationView } from '#lib/core/invitation/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { attempt, submit } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  // The address holds a secret.
  setHeaders({ 'cache-control': 'private, no-store' })
  const invitation = await findInvitation(locals, url.searchParams.get('token') ?? '')
  if (!invitation) return { invitation: null }
  const { organisation, email, role, state, expiresAt } = invitation
  return {
    hue: organisation.accent,
    invitation: {
      organisation: { slug: organisation.slug, name: organisation.name },
      email,
      role,
      state,
      expiresAt
    },
    token: url.searchParams.get('token')
  }
}

async function findInvitation({ app, who }: App.Locals, token: string) {
  try {
    return await app.look(findInvitationView, who, { token })
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'not-found' || error.code === 'invalid')) return null
    throw error
  }
}

export const actions: Actions = {
  accept: event =>
    submit(event, acceptInvitation, () => ({ token: event.url.searchParams.get('token') ?? '' }), {
      onDone: async () => {
        const { app, who } = event.locals
        const token = event.url.searchParams.get('token') ?? ''
        const { organisation } = await app.look(findInvitationView, who, { token })
        redirect(303, `${to(`/desk/${organisation.slug}`)}?done=joined`)
      }
    }),

  link: event =>
    attempt(event, async form => {
      const email = textOf(form, 'email')
      if (!email) throw invalid('email', 'required')
      const next = `${to('/invitation')}?token=${encodeURIComponent(event.url.searchParams.get('token') ?? '')}`
      await event.locals.auth.askLink({ email, language: event.locals.lang, next }, fromOf(event))
      return { sentTo: email }
    })
}
