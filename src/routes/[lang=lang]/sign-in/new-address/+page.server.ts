import { redirect } from '@sveltejs/kit'
import { to } from '#lib/ui/to.ts'
import { fromOf } from '#lib/routes/signing-in.server.ts'
import { attempt } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url, setHeaders }) => {
  // The address holds a secret.
  setHeaders({ 'cache-control': 'private, no-store' })
  return { hasToken: url.searchParams.has('token') }
}

// Only the button changes anything: programs that look into letters open their links.
export const actions: Actions = {
  default: event =>
    attempt(event, async () => {
      const { auth, who, newCookies } = event.locals
      const token = event.url.searchParams.get('token') ?? ''
      newCookies.push(...(await auth.confirmAddress(token, fromOf(event))))
      redirect(
        303,
        who.kind === 'person' ? `${to('/me/account')}?done=address` : `${to('/sign-in')}?done=address`
      )
    })
}
