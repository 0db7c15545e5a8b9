import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { editMilestone, turnMilestone } from '#lib/core/milestone/acts.ts'
import { milestoneStates, waysFrom } from '#lib/core/milestone/rules.ts'
import type { Evidence } from '#lib/core/milestone/rules.ts'
import { findMilestoneView } from '#lib/core/milestone/views.ts'
import { formOf, textOf } from '#lib/routes/form.ts'
import { refused, submitForm } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { renderText } from '../../../../../../calls/rendered-text.server.ts'
import { seeCallToOrganise } from '../../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { callId } = await seeCallToOrganise(locals, params)
  const found = await locals.app.look(findMilestoneView, locals.who, {
    callId,
    milestoneId: params.milestone
  })
  const { turns, ...milestone } = found
  return {
    milestone,
    ways: [found.state, ...waysFrom[found.state]],
    turns: turns.map(({ turnId, kind, dueOn, dueBefore, note, evidence, madeAt }) => ({
      turnId,
      kind,
      dueOn,
      dueBefore,
      html: renderText(note),
      evidence,
      madeAt
    }))
  }
}

type Event = RequestEvent<{ organisation: string; call: string; milestone: string }>

async function readForm({ locals, params, request }: Event) {
  const { callId } = await seeCallToOrganise(locals, params)
  const form = await formOf(request)
  return {
    form,
    seen: { callId, milestoneId: params.milestone, revision: Number(textOf(form, 'revision')) },
    here: `${to(`/desk/${params.organisation}/calls/${params.call}`)}/milestones/${params.milestone}`
  }
}

/** A link and a place, as far as they were filled in; a place reads `49.84, 24.03`. */
function evidenceIn(form: FormData): Evidence[] {
  const url = textOf(form, 'evidence.url')
  const place = textOf(form, 'evidence.place')
  const at = place && /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(place)
  if (place && !at)
    throw new Refusal('invalid', { problems: [{ path: 'evidence.place', code: 'not-well-formed' }] })
  return [
    ...(url ? [{ kind: 'link' as const, url, label: textOf(form, 'evidence.label') ?? '' }] : []),
    ...(at ? [{ kind: 'place' as const, lat: Number(at[1]), lon: Number(at[2]), label: '' }] : [])
  ]
}

/** What is wrong with the link or the place stands at its field, not at its number in the list. */
function atFields(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const problems = error.problems.map(problem => ({
    ...problem,
    path: problem.path
      .replace(/^evidence\.\d+\.(url|label)$/, 'evidence.$1')
      .replace(/^evidence\.\d+\.(lat|lon)$/, 'evidence.place')
  }))
  return new Refusal(error.code, { problems, facts: error.facts })
}

export const actions: Actions = {
  turn: async event => {
    const { form, seen, here } = await readForm(event)
    const { app, who } = event.locals
    try {
      await app.perform(
        turnMilestone,
        who,
        {
          ...seen,
          state: milestoneStates.find(one => one === textOf(form, 'state'))!,
          dueOn: textOf(form, 'dueOn') ?? null,
          note: textOf(form, 'note') ?? '',
          evidence: evidenceIn(form),
          marksDone: form.has('marksDone')
        },
        { channel: 'web', ...(textOf(form, '_key') ? { idempotencyKey: textOf(form, '_key')! } : {}) }
      )
    } catch (error) {
      return refused(event, form, atFields(error))
    }
    redirect(303, `${here}?done=turned`)
  },
  edit: async event => {
    const { form, seen, here } = await readForm(event)
    return submitForm(
      event,
      form,
      editMilestone,
      () => ({
        ...seen,
        title: textOf(form, 'title') ?? '',
        body: textOf(form, 'body') ?? '',
        owner: textOf(form, 'owner') ?? ''
      }),
      { onDone: () => redirect(303, `${here}?done=edited`) }
    )
  }
}
