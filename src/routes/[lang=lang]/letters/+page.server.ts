import { findCallView } from '#lib/core/call/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { stopLetters } from '#lib/core/notification/acts.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Where a letter leads whoever wants no more of them. Looking changes nothing: programs look at links before people do. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const callId = url.searchParams.get('call')
  return {
    personId: url.searchParams.get('person') ?? '',
    key: url.searchParams.get('key') ?? '',
    callId,
    question: callId ? await questionOf(locals, callId) : null
  }
}

async function questionOf({ app, who }: App.Locals, call: string): Promise<string | null> {
  try {
    return (await app.look(findCallView, who, { call })).question
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

export const actions: Actions = {
  stop: event =>
    submit(
      event,
      stopLetters,
      form => ({
        personId: textOf(form, 'person') ?? '',
        key: textOf(form, 'key') ?? '',
        callId: textOf(form, 'call') ?? null
      }),
      { onDone: () => ({ stopped: true as const }) }
    )
}
