import { redirect } from '@sveltejs/kit'
import { seeNotifications, setPace } from '#lib/core/notification/acts.ts'
import { paces } from '#lib/core/notification/rules.ts'
import { listNotifications, listPacesView } from '#lib/core/notification/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, who } = locals
  const after = url.searchParams.get('after') ?? undefined
  const [news, letters] = await Promise.all([
    app.look(listNotifications, who, { after, limit: 30 }),
    app.look(listPacesView, who, { limit: 50 })
  ])
  return { news: news.items, next: news.next, isFirstPage: after === undefined, letters }
}

export const actions: Actions = {
  see: event =>
    submit(event, seeNotifications, form => ({ upTo: textOf(form, 'upTo') ?? '' }), {
      onDone: () => redirect(303, `${to('/me/news')}?done=seen`)
    }),
  pace: event =>
    submit(
      event,
      setPace,
      form => ({
        callId: textOf(form, 'callId') ?? null,
        pace: paces.find(pace => pace === textOf(form, 'pace')) ?? null
      }),
      { onDone: () => redirect(303, `${to('/me/news')}?done=saved#letters`) }
    )
}
