import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { changeCall, editCall } from '#lib/core/call/acts.ts'
import type { CallFields } from '#lib/core/call/input.ts'
import { checkCall } from '#lib/core/call/views.ts'
import { listGroups } from '#lib/core/group/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { m } from '#lib/locales/paraglide/messages.js'
import { problemText } from '#lib/locales/refusals.ts'
import { formatMoment } from '#lib/ui/format.ts'
import { to } from '#lib/ui/to.ts'
import { keyOf, textOf } from '#lib/routes/form.ts'
import { attempt } from '#lib/routes/submit.server.ts'
import { knownTimeZones } from '../../../../../time-zones.ts'
import { atFields, fieldsOf, readFields } from '../../call-fields.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import { labelsOf } from '../../labels.ts'
import { movedUp, withNewStep, withoutStep } from './arrange.ts'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ organisation: string; call: string }>

export const load: PageServerLoad = async ({ locals, params, parent }) => {
  const call = await seeCallToOrganise(locals, params)
  if (call.concludedAt || call.cancelledAt) throw new Refusal('already-concluded')
  const fields = fieldsOf(call)
  return {
    fields,
    revision: call.revision,
    isDraft: call.openedAt === null,
    missing: call.openedAt ? [] : await missingIn(locals, call.callId, fields),
    zones: knownTimeZones(),
    groups: await groupsOf(locals, (await parent()).desk.organisationId)
  }
}

/** The groups a call can ask: those at hand for whoever edits it. */
async function groupsOf({ app, who }: App.Locals, organisationId: string) {
  const { items } = await app.look(listGroups, who, { organisationId, limit: 100 })
  return items.filter(group => !group.closedAt).map(({ groupId, name }) => ({ groupId, name }))
}

/** What has to be mended before the call can open, in words. */
async function missingIn({ app, who, lang }: App.Locals, callId: string, { steps }: CallFields) {
  const { problems } = await app.look(checkCall, who, { call: callId })
  const labels = labelsOf(
    steps,
    problems.map(problem => problem.path)
  )
  return problems.map(problem => ({
    path: problem.path,
    label: labels[problem.path] ?? problem.path,
    text: problemText(problem, lang)
  }))
}

/** Keeps a draft as its form says, after a change of its steps if one is asked for. */
async function keep(
  event: Event,
  form: FormData,
  arrange: (fields: CallFields) => CallFields = fields => fields
) {
  const { app, who } = event.locals
  try {
    const fields = arrange(await readFields(form))
    const input = { callId: event.params.call, revision: Number(form.get('revision')), fields }
    const { result } = await app.perform(editCall, who, input, {
      channel: 'web',
      idempotencyKey: keyOf(form)
    })
    return { revision: result.revision, fields }
  } catch (error) {
    throw atFields(error)
  }
}

const here = ({ params }: Event) => to(`/desk/${params.organisation}/calls/${params.call}`)

/** Keeps the draft with other steps and shows the form again. */
const arranging = (arrange: (fields: CallFields, n: number) => CallFields) => (event: Event) =>
  attempt(event, async form => {
    await keep(event, form, fields => arrange(fields, Number(form.get('step') ?? -1)))
    redirect(303, `${here(event)}/edit?done=saved#part-steps`)
  })

export const actions: Actions = {
  save: event =>
    attempt(event, async form => {
      await keep(event, form)
      redirect(303, form.has('andOpen') ? `${here(event)}/open` : `${here(event)}/edit?done=saved`)
    }),

  /** While somebody writes: what the page needs to show that it is kept, and what is missing still. */
  keep: event =>
    attempt(event, async form => {
      const { revision, fields } = await keep(event, form)
      return {
        revision,
        said: m.editor_kept({ moment: formatMoment(Date.now(), fields.timeZone) }),
        missing: await missingIn(event.locals, event.params.call, fields)
      }
    }),

  'add-step': arranging(withNewStep),
  'remove-step': arranging(withoutStep),
  'move-step': arranging(movedUp),

  change: event =>
    attempt(event, async form => {
      const { app, who } = event.locals
      try {
        const fields = await readFields(form)
        const reason = textOf(form, 'reason') ?? ''
        const input = { callId: event.params.call, revision: Number(form.get('revision')), reason, fields }
        await app.perform(changeCall, who, input, { channel: 'web', idempotencyKey: keyOf(form) })
      } catch (error) {
        throw atFields(error)
      }
      redirect(303, `${here(event)}?done=changed`)
    })
}
