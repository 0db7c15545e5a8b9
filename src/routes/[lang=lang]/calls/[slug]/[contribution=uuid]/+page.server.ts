import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { rateAnswer, replyToAnswer } from '#lib/core/answer/acts.ts'
import { makeComment, withdrawComment } from '#lib/core/comment/acts.ts'
import { listComments } from '#lib/core/comment/views.ts'
import { withdrawContribution } from '#lib/core/contribution/acts.ts'
import { listOwn } from '#lib/core/response/views.ts'
import { flagTarget } from '#lib/core/moderation/acts.ts'
import { findLineageView } from '#lib/core/reshaping/views.ts'
import { blockPerson } from '#lib/core/person/acts.ts'
import { formOf, textOf } from '../../../../form.ts'
import { onServer } from '../../../../on-server.ts'
import { submitForm } from '../../../../submit.server.ts'
import { seeAnswers } from '../../answers-of.server.ts'
import { draftOf } from '../../draft-of.ts'
import { renderText } from '../../rendered-text.server.ts'
import { seeReceiptIfOwn } from '../../receipt.server.ts'
import { respond, unrespond } from '../../respond.server.ts'
import { headOf, seeCall } from '../../seen-call.server.ts'
import { seeContribution } from './seen-contribution.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const asked = (name: string) => url.searchParams.get(name)
  const { call, step, rules, contribution, standing, may, isOver } = await seeContribution(locals, params)
  const { callId, contributionId } = contribution
  const place = { callId, stepId: step.stepId }
  const wish = {
    ...(asked('order') === 'newest' ? { order: 'newest' as const } : {}),
    ...(asked('thread') ? { parentId: asked('thread')! } : {}),
    ...(asked('after') ? { after: asked('after')! } : {})
  }
  const [comments, own, receipt, answers, lineage] = await Promise.all([
    app.look(listComments, who, { callId, target: contributionId, ...wish }),
    who.personId === null ? null : app.look(listOwn, who, { ...place, targets: [contributionId] }),
    seeReceiptIfOwn(locals, callId, asked('line')),
    seeAnswers(locals, contribution),
    contribution.links.length > 0 || contribution.mergedInto
      ? app.look(findLineageView, who, { callId, contributionId })
      : null
  ])
  const shown = {
    head: headOf(call),
    language: call.language,
    answers,
    lineage,
    /** The day an answer is promised for, while this one waits for it after its step has closed. */
    awaited:
      contribution.status === 'open' &&
      contribution.state === 'published' &&
      contribution.mergedInto === null &&
      call.state === 'closed'
        ? call.answerOn
        : null,
    now: Date.now(),
    step: { stepId: step.stepId, method: step.method, settings: step.settings, state: step.state },
    themes: rules.themes,
    contribution: { ...contribution, html: renderText(contribution.text) },
    standing,
    may,
    isOver,
    mustSignIn:
      !isOver && contribution.state === 'published' && rules.respond === 'confirmed' && who.kind !== 'person',
    comments,
    wish: {
      order: wish.order ?? ('oldest' as const),
      thread: wish.parentId ?? null,
      after: wish.after ?? null
    },
    replyTo: asked('reply'),
    reported: asked('report'),
    held: asked('held') !== null,
    done: asked('done'),
    known: who.personId !== null,
    budgetHeld: own?.held ?? 0,
    mine: own?.mine[0]?.body ?? null,
    folded: (own?.folded.length ?? 0) > 0,
    handedIn:
      asked('line') !== null && contribution.own
        ? { draft: draftOf(call.callId, step.stepId), receipt }
        : null
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}

type Event = RequestEvent<{ slug: string; contribution: string }>

/** The form of this page, and what it is about. */
async function readForm({ locals, params, request }: Event) {
  const form = await formOf(request)
  const { callId } = await seeCall(locals, params.slug)
  return { form, place: { callId, target: params.contribution } }
}

async function comment(event: Event) {
  const { form, place } = await readForm(event)
  const parentId = textOf(form, 'parentId')
  const name = textOf(form, 'name')
  return submitForm(
    event,
    form,
    makeComment,
    () => ({
      ...place,
      body: textOf(form, 'body') ?? '',
      ...(parentId ? { parentId } : {}),
      ...(name ? { name } : {})
    }),
    {
      onDone: ({ result }) =>
        redirect(
          303,
          result.state === 'held'
            ? `${event.url.pathname}?held#comments`
            : `${event.url.pathname}?${result.parentId ? `thread=${result.parentId}` : 'order=newest'}#comment-${result.commentId}`
        )
    }
  )
}

async function uncomment(event: Event) {
  const { form, place } = await readForm(event)
  return submitForm(
    event,
    form,
    withdrawComment,
    () => ({ ...place, commentId: textOf(form, 'commentId') ?? '' }),
    {
      onDone: () => redirect(303, `${event.url.pathname}#comments`)
    }
  )
}

/** Tells moderators of this contribution or, where the form names one, of a comment on it. */
async function flag(event: Event) {
  const { form, place } = await readForm(event)
  const commentId = textOf(form, 'commentId')
  return submitForm(
    event,
    form,
    flagTarget,
    () => ({
      callId: place.callId,
      kind: commentId ? ('comment' as const) : ('contribution' as const),
      target: commentId ?? place.target,
      ground: textOf(form, 'ground') as 'other',
      note: textOf(form, 'note') ?? ''
    }),
    { onDone: () => redirect(303, `${event.url.pathname}?done=flag#done`) }
  )
}

async function block(event: Event) {
  const { form, place } = await readForm(event)
  return submitForm(
    event,
    form,
    blockPerson,
    () => ({ callId: place.callId, participantId: textOf(form, 'participantId') ?? '' }),
    {
      onDone: () => redirect(303, `${event.url.pathname}?done=block#done`)
    }
  )
}

async function withdraw(event: Event) {
  const { form, place } = await readForm(event)
  return submitForm(
    event,
    form,
    withdrawContribution,
    () => ({ callId: place.callId, contributionId: place.target }),
    {
      onDone: () => redirect(303, event.url.pathname)
    }
  )
}

/** What an author says back to the answer, and whether it answers. */
async function reply(event: Event) {
  const { form, place } = await readForm(event)
  const answerId = textOf(form, 'answerId') ?? ''
  return submitForm(
    event,
    form,
    replyToAnswer,
    () => ({ callId: place.callId, answerId, body: textOf(form, 'body') ?? '' }),
    { onDone: () => redirect(303, `${event.url.pathname}?done=answer#answer`) }
  )
}

async function rate(event: Event) {
  const { form, place } = await readForm(event)
  const answerId = textOf(form, 'answerId') ?? ''
  return submitForm(
    event,
    form,
    rateAnswer,
    () => ({ callId: place.callId, answerId, rating: textOf(form, 'rating') as 'partly' }),
    { onDone: () => redirect(303, `${event.url.pathname}?done=answer#answer`) }
  )
}

export const actions: Actions = {
  respond,
  'take-back': unrespond,
  comment,
  uncomment,
  flag,
  block,
  withdraw,
  reply,
  rate
}
