import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { listOwn } from '../../../core/response/views.ts'
import { giveResponse, takeBack } from '../../../core/response/acts.ts'
import { partsOf } from '../../../methods/parts.ts'
import { formOf, textOf } from '../../form.ts'
import { submitForm } from '../../submit.server.ts'
import { withoutAction } from './addresses.ts'
import { seeCall, stepToWorkIn } from './seen-call.server.ts'

type Event = RequestEvent<{ slug: string }>

/** Gives a response, or changes one: the form says to which contribution. */
export const respond = (event: Event) => change(event, 'give')

/** Takes a response back. */
export const unrespond = (event: Event) => change(event, 'take-back')

async function change(event: Event, what: 'give' | 'take-back') {
  const form = await formOf(event.request)
  const call = await seeCall(event.locals, event.params.slug)
  const step = stepToWorkIn(call, textOf(form, 'stepId') ?? null)
  const parts = await partsOf(step.method)
  const place = () => ({ callId: call.callId, stepId: step.stepId, target: textOf(form, 'target') ?? '' })
  const onDone = async () => {
    if (!isEnhanced(event)) redirect(303, `${withoutAction(event.url)}#c-${place().target}`)
    const { app, who } = event.locals
    const { budget, held } = await app.look(listOwn, who, { callId: call.callId, stepId: step.stepId })
    const left = budget === null ? {} : { left: parts.words.left(Math.max(0, budget - held)) }
    return { pressed: what === 'give', ...left }
  }
  return what === 'give'
    ? submitForm(event, form, giveResponse, () => ({ ...place(), body: parts.readResponse(form) }), {
        onDone
      })
    : submitForm(event, form, takeBack, place, { onDone })
}

/** Whether a script sent the form and stays on its page. */
const isEnhanced = (event: RequestEvent): boolean =>
  event.request.headers.get('accept')?.includes('application/json') ?? false
