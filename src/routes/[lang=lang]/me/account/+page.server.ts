import { redirect } from '@sveltejs/kit'
import { invalid } from '#lib/core/door/refusal.ts'
import { editPerson, unblockPerson } from '#lib/core/person/acts.ts'
import { listBlocks } from '#lib/core/person/views.ts'
import { languages } from '#lib/core/text/schema.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { attempt, submit } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { items } = await locals.app.look(listBlocks, locals.who, {})
  return { blocked: items }
}

export const actions: Actions = {
  edit: event =>
    submit(
      event,
      editPerson,
      form => ({
        name: textOf(form, 'name') ?? null,
        language: languages.find(one => one === textOf(form, 'language')) ?? null,
        hearsResults: form.has('hearsResults')
      }),
      { onDone: () => redirect(303, `${to('/me/account')}?done=saved`) }
    ),
  address: event =>
    attempt(event, async form => {
      const { auth, lang } = event.locals
      const email = textOf(form, 'email')
      if (!email) throw invalid('email', 'required')
      await auth.askNewAddress({ email, language: lang }, fromOf(event))
      return { sentTo: email }
    }),

  unblock: event =>
    submit(
      event,
      unblockPerson,
      form => ({
        callId: textOf(form, 'callId') ?? '',
        participantId: textOf(form, 'participantId') ?? ''
      }),
      { onDone: () => redirect(303, `${to('/me/account')}?done=unblocked#blocked`) }
    )
}
