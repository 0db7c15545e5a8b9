import { redirect } from '@sveltejs/kit'
import { invalid } from '#lib/core/door/refusal.ts'
import { to } from '#lib/ui/to.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { attempt } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url, setHeaders }) => {
  // The address holds a secret.
  setHeaders({ 'cache-control': 'private, no-store' })
  return { hasToken: url.searchParams.has('token') }
}

export const actions: Actions = {
  default: event =>
    attempt(event, async form => {
      const password = form.get('password')
      if (typeof password !== 'string' || password === '') throw invalid('password', 'required')
      const token = event.url.searchParams.get('token') ?? ''
      await event.locals.auth.resetPassword({ token, password }, fromOf(event))
      redirect(303, `${to('/sign-in')}?done=password`)
    })
}
