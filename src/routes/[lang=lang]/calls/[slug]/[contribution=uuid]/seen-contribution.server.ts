import { findContributionView } from '../../../../../core/contribution/views.ts'
import { rulesOf, seeCall, stepToWorkIn } from '../../seen-call.server.ts'

/** A contribution with its call and step, and what whoever looks may do about it. */
export async function seeContribution(locals: App.Locals, params: { slug: string; contribution: string }) {
  const call = await seeCall(locals, params.slug)
  const found = await locals.app.look(findContributionView, locals.who, {
    callId: call.callId,
    contributionId: params.contribution
  })
  const step = stepToWorkIn(call, found.stepId)
  const rules = rulesOf(step)
  const isOver = call.state === 'concluded' || call.state === 'cancelled'
  const isPublished = found.state === 'published'
  return {
    call,
    step,
    rules,
    contribution: found,
    may: {
      edit: found.own && step.state === 'open' && (isPublished || found.state === 'held'),
      comment:
        isPublished &&
        !isOver &&
        (rules.respond === 'guests' || (rules.respond === 'confirmed' && locals.who.kind === 'person')),
      buildOn: isPublished && step.state === 'open' && rules.contribute !== 'nobody'
    },
    isOver
  }
}
