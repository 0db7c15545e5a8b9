import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { dropAnswer, editAnswer, publishDraft, submitAnswer } from '#lib/core/answer/acts.ts'
import { findAnswerDesk, findAnswerView } from '#lib/core/answer/views.ts'
import { formOf, textOf } from '#lib/routes/form.ts'
import { submitForm } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { seeCallToOrganise } from '../../../call.server.ts'
import { saidIn } from '../said.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const call = await seeCallToOrganise(locals, params)
  const { callId } = call
  const after = url.searchParams.get('after') ?? undefined
  const [answer, desk] = await Promise.all([
    app.look(findAnswerView, who, {
      callId,
      answerId: params.answer,
      limit: 50,
      ...(after ? { after } : {})
    }),
    app.look(findAnswerDesk, who, { callId })
  ])
  if (!answer.mayChange) redirect(303, to(`/calls/${call.slug}/answers/${params.answer}`))
  const own = desk.statuses.find(one => one.class === answer.status && one.name === answer.ownStatus)
  return {
    answer: { ...answer, chosen: own ? `${answer.status}/${own.id}` : answer.status },
    statuses: desk.statuses,
    secondLook: desk.secondLook,
    mine: desk.underWay.find(one => one.answerId === params.answer)?.mine ?? false,
    after: after ?? null
  }
}

type Event = RequestEvent<{ organisation: string; call: string; answer: string }>

/** The form of this page, and what it is about. */
async function readForm({ locals, params, request }: Event) {
  const { callId } = await seeCallToOrganise(locals, params)
  const form = await formOf(request)
  const named = { callId, answerId: params.answer }
  return {
    form,
    named,
    seen: { ...named, revision: Number(textOf(form, 'revision')) },
    base: to(`/desk/${params.organisation}/calls/${params.call}/answers`)
  }
}

/** Words for single contributions, from fields named `about.<id>`; what was emptied is emptied. */
const concerningIn = (form: FormData) =>
  [...form.keys()]
    .filter(key => key.startsWith('about.'))
    .map(key => ({ contributionId: key.slice('about.'.length), text: textOf(form, key) ?? '' }))

export const actions: Actions = {
  edit: async event => {
    const { form, seen, base } = await readForm(event)
    return submitForm(
      event,
      form,
      editAnswer,
      () => ({ ...seen, ...saidIn(form), concerning: concerningIn(form) }),
      { onDone: () => redirect(303, `${base}/${seen.answerId}?done=saved`) }
    )
  },
  submit: async event => {
    const { form, seen, base } = await readForm(event)
    return submitForm(event, form, submitAnswer, () => seen, {
      onDone: () => redirect(303, `${base}?tab=drafts&done=review`)
    })
  },
  publish: async event => {
    const { form, seen, base } = await readForm(event)
    return submitForm(event, form, publishDraft, () => seen, {
      onDone: ({ result }) => redirect(303, `${base}?done=${result.leftOut > 0 ? 'left-out' : 'published'}`)
    })
  },
  drop: async event => {
    const { form, named, base } = await readForm(event)
    return submitForm(event, form, dropAnswer, () => named, {
      onDone: () => redirect(303, `${base}?tab=drafts&done=dropped`)
    })
  }
}
