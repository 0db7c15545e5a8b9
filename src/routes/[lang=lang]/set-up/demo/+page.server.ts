import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { removeDemo, showDemo } from '#lib/core/exchange/acts.ts'
import { findDemoView } from '#lib/core/exchange/views.ts'
import { findMe } from '#lib/core/person/views.ts'
import { to } from '#lib/ui/to.ts'
import { submit } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  // The address may hold a secret, and the state changes within seconds.
  setHeaders({ 'cache-control': 'private, no-store' })
  const { app, who } = locals
  const { state } = await app.look(findDemoView, who, {})
  const roles = who.kind === 'person' ? (await app.look(findMe, who, {})).roles : []
  const code = url.searchParams.get('code')
  return { state, code, mayChange: code !== null || roles.some(role => role.role === 'owner') }
}

/** The code that the page was opened with: owners need none. */
const codeOf = ({ url }: RequestEvent) => {
  const code = url.searchParams.get('code')
  return code ? { code } : {}
}

const here = (event: RequestEvent) => {
  const { code } = codeOf(event)
  return to('/set-up/demo') + (code ? `?code=${encodeURIComponent(code)}` : '')
}

export const actions: Actions = {
  show: event => submit(event, showDemo, () => codeOf(event), { onDone: () => redirect(303, here(event)) }),
  remove: event =>
    submit(event, removeDemo, () => codeOf(event), {
      onDone: () => {
        const { code } = codeOf(event)
        redirect(
          303,
          code ? `${to('/set-up')}?code=${encodeURIComponent(code)}` : `${to('/desk')}?done=demo-removed`
        )
      }
    })
}
