import { redirect } from '@sveltejs/kit'
import { to } from '#lib/ui/to.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => {
  if (locals.who.kind !== 'person') redirect(303, to('/sign-in'))
}

export const actions: Actions = {
  default: async event => {
    const { auth, newCookies } = event.locals
    newCookies.push(...(await auth.signOut(fromOf(event))))
    redirect(303, `${to('/sign-in')}?done=out`)
  }
}
