import { redirect } from '@sveltejs/kit'
import { dropDraft } from '#lib/core/person/draft-acts.ts'
import { listDrafts } from '#lib/core/person/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { callOfDraft } from '../../calls/draft-of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { items } = await locals.app.look(listDrafts, locals.who, {})
  return {
    drafts: items.map(({ place, body, keptAt }) => ({
      place,
      keptAt,
      text: textIn(body),
      call: callOfDraft(place)
    }))
  }
}

/** What somebody would know the draft by: the longest of its texts begins with it, or its title. */
function textIn(body: unknown): string {
  const texts = Object.entries((body ?? {}) as Record<string, unknown>).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== ''
  )
  const title = texts.find(([name]) => name.endsWith('title'))
  const longest = texts.toSorted((a, b) => b[1].length - a[1].length)[0]
  return (title ?? longest)?.[1].slice(0, 200) ?? ''
}

export const actions: Actions = {
  drop: event =>
    submit(event, dropDraft, form => ({ place: textOf(form, 'place') ?? '' }), {
      onDone: ({ result }) =>
        redirect(303, `${to('/me/drafts')}?done=dropped&place=${encodeURIComponent(result.place)}`)
    })
}
