import { redirect } from '@sveltejs/kit'
import { invalid } from '#lib/core/door/refusal.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { fromOf, guestProof, letIn, nextOf } from '#lib/routes/signing-in.server.ts'
import { attempt } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  const next = nextOf(url)
  if (locals.who.kind === 'person') redirect(303, next ?? to('/me'))
  return {
    next,
    isGuest: locals.who.personId !== null,
    /** Nobody would get the letter but the operator. */
    isMailKept: locals.app.config.smtpUrl === null
  }
}

export const actions: Actions = {
  link: event =>
    attempt(event, async form => {
      const { auth, who, lang } = event.locals
      const email = textOf(form, 'email')
      if (!email) throw invalid('email', 'required')
      const claimFor = who.kind === 'guest' && form.has('claim') ? who.personId : null
      await auth.askLink({ email, language: lang, next: nextOf(event.url), claimFor }, fromOf(event))
      return { sentTo: email }
    }),

  password: event =>
    attempt(event, async form => {
      const email = textOf(form, 'email')
      const password = form.get('password')
      if (!email) throw invalid('email', 'required')
      if (typeof password !== 'string' || password === '') throw invalid('password', 'required')
      const signedIn = await event.locals.auth.signIn({ email, password }, fromOf(event))
      await letIn(event, signedIn, form.has('claim') ? guestProof(event) : null)
      redirect(303, nextOf(event.url) ?? to('/me'))
    })
}
