import { fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { decideTarget } from '#lib/core/moderation/acts.ts'
import { decisions as kinds, grounds, targetKinds } from '#lib/core/moderation/rules.ts'
import type { DecisionKind } from '#lib/core/moderation/rules.ts'
import { invalid, Refusal } from '#lib/core/door/refusal.ts'
import { formOf, textOf, textsOf } from '#lib/routes/form.ts'
import { refused, submit } from '#lib/routes/submit.server.ts'
import { m } from '#lib/locales/paraglide/messages.js'

type Event = RequestEvent<{ organisation: string; call: string }>

/** What is said when it is done, as `?done=`. */
const doneAs: Readonly<Record<DecisionKind, string>> = {
  publish: 'published',
  hide: 'hidden',
  revise: 'revised',
  move: 'moved',
  restrict: 'restricted'
}

/** Decides as the form says (or, by its first button, publishes), and comes back to the list it was in. */
const decide = (given?: DecisionKind) => async (event: Event) => {
  let decision = given
  return submit(
    event,
    decideTarget,
    form => {
      decision ??= kinds.find(kind => kind === textOf(form, 'decision'))
      if (!decision) throw invalid('decision', 'required')
      return {
        callId: event.params.call,
        kind: targetKinds.find(kind => kind === textOf(form, 'kind'))!,
        target: textOf(form, 'target') ?? '',
        seen: textOf(form, 'seen') ?? null,
        decision,
        ...reasonsIn(form, decision),
        ...placeIn(form, decision)
      }
    },
    { onDone: () => redirect(303, `${back(event.url)}done=${doneAs[decision!]}#cases`) }
  )
}

/** The statement of reasons; of what is published there is none. */
function reasonsIn(form: FormData, decision: DecisionKind) {
  if (decision === 'publish') return { reason: '' }
  return {
    ground: grounds.find(ground => ground === textOf(form, 'ground')) ?? null,
    reason: textOf(form, 'reason') ?? '',
    facts: textOf(form, 'facts') ?? '',
    rule: textOf(form, 'rule') ?? '',
    scope: textOf(form, 'scope') ?? ''
  }
}

/** Stands in the choice of themes for none. */
export const noTheme = '-'

function placeIn(form: FormData, decision: DecisionKind) {
  if (decision !== 'move') return {}
  const stepId = textOf(form, 'to.stepId')
  const theme = textOf(form, 'to.theme')
  return {
    to: {
      ...(stepId ? { stepId } : {}),
      ...(theme === undefined ? {} : { theme: theme === noTheme ? null : theme })
    }
  }
}

/** One decision with one reason about all that were chosen; what somebody else changed meanwhile is left as it is. */
async function decideMany(event: Event) {
  const form = await formOf(event.request)
  const chosen = textsOf(form, 'chosen').slice(0, 50)
  const decision = kinds.find(kind => kind === textOf(form, 'decision')) ?? 'publish'
  if (chosen.length === 0)
    return fail(422, {
      action: 'many',
      code: 'invalid',
      message: m.moderation_many_none(),
      problems: [],
      values: {}
    })
  let left = 0
  for (const one of chosen) {
    const [kind, target, seen] = one.split(' ')
    try {
      await event.locals.app.perform(
        decideTarget,
        event.locals.who,
        {
          callId: event.params.call,
          kind: targetKinds.find(known => known === kind)!,
          target: target ?? '',
          seen: seen ? seen : null,
          decision,
          ...reasonsIn(form, decision)
        },
        { channel: 'web' }
      )
    } catch (error) {
      if (!(error instanceof Refusal) || !passedOver.has(error.code)) return refused(event, form, error)
      left += 1
    }
  }
  return redirect(303, `${back(event.url)}done=${left > 0 ? 'some' : 'many'}#cases`)
}

const passedOver = new Set(['changed-meanwhile', 'gone', 'not-found', 'merged'])

/** The page itself, where in its list it was, ready for one more parameter. */
function back(url: URL): string {
  const after = url.searchParams.get('after')
  return `${url.pathname}?${after ? `after=${encodeURIComponent(after)}&` : ''}`
}

export const decisions = { publish: decide('publish'), decide: decide(), many: decideMany }
