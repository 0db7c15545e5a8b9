import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { decideTarget } from '#lib/core/moderation/acts.ts'
import { grounds, targetKinds } from '#lib/core/moderation/rules.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'

type Event = RequestEvent<{ organisation: string; call: string }>

/** Decides as the button pressed says, and comes back to the list it was in. */
const decide = (decision: 'publish' | 'hide') => async (event: Event) => {
  const answer = await submit(
    event,
    decideTarget,
    form => ({
      callId: event.params.call,
      kind: targetKinds.find(kind => kind === textOf(form, 'kind'))!,
      target: textOf(form, 'target') ?? '',
      decision,
      ground:
        decision === 'hide' ? (grounds.find(ground => ground === textOf(form, 'ground')) ?? null) : null,
      reason: textOf(form, 'reason') ?? ''
    }),
    {
      onDone: () =>
        redirect(303, `${back(event.url)}done=${decision === 'publish' ? 'published' : 'hidden'}#cases`)
    }
  )
  return answer
}

/** The page itself, where in its list it was, ready for one more parameter. */
function back(url: URL): string {
  const after = url.searchParams.get('after')
  return `${url.pathname}?${after ? `after=${encodeURIComponent(after)}&` : ''}`
}

export const decisions = { publish: decide('publish'), hide: decide('hide') }
