import { redirect } from '@sveltejs/kit'
import { invalid } from '#lib/core/door/refusal.ts'
import { erasePerson } from '#lib/core/person/erase-act.ts'
import { m } from '#lib/locales/paraglide/messages.js'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { submit } from '#lib/routes/submit.server.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: event =>
    submit(
      event,
      erasePerson,
      form => {
        if (textOf(form, 'confirm')?.toLowerCase() !== m.person_erase_word().toLowerCase())
          throw invalid('confirm', 'wrong')
        return { confirm: 'erase' as const }
      },
      {
        onDone: async () => {
          const { auth, newCookies } = event.locals
          newCookies.push(...(await auth.signOut(fromOf(event))), auth.forgottenGuestCookie())
          redirect(303, to('/erased'))
        }
      }
    )
}
