import { redirect } from '@sveltejs/kit'
import { to } from '#lib/ui/to.ts'
import { fromOf, letIn, nextOf } from '#lib/routes/signing-in.server.ts'
import { attempt } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url, setHeaders }) => {
  // The address holds a secret.
  setHeaders({ 'cache-control': 'private, no-store' })
  return { hasToken: url.searchParams.has('token'), claims: url.searchParams.has('claim') }
}

// Only the button signs in: programs that look into letters open their links.
export const actions: Actions = {
  default: event =>
    attempt(event, async () => {
      const { searchParams } = event.url
      const signedIn = await event.locals.auth.openLink(searchParams.get('token') ?? '', fromOf(event))
      await letIn(event, signedIn, searchParams.get('claim'))
      redirect(303, nextOf(event.url) ?? to('/me'))
    })
}
