import { invalid } from '#lib/core/door/refusal.ts'
import { textOf } from '#lib/routes/form.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { attempt } from '#lib/routes/submit.server.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: event =>
    attempt(event, async form => {
      const email = textOf(form, 'email')
      if (!email) throw invalid('email', 'required')
      await event.locals.auth.askNewPassword({ email, language: event.locals.lang }, fromOf(event))
      return { sentTo: email }
    })
}
