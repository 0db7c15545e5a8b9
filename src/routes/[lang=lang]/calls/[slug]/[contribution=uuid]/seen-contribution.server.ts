import { findContributionView } from '../../../../../core/contribution/views.ts'
import { findStanding } from '../../../../../core/moderation/views.ts'
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
  // What was merged into another one is read here, and gone on with there.
  const isPublished = found.state === 'published' && found.mergedInto === null
  const { app, who } = locals
  // Only whoever is known can have something of their own here, or be a moderator.
  const standing =
    who.personId === null
      ? null
      : await app.look(findStanding, who, { callId: call.callId, contributionId: params.contribution })
  const isAskedToRevise = found.state === 'hidden' && standing?.decision?.decision === 'revise'
  return {
    call,
    step,
    rules,
    contribution: found,
    standing,
    may: {
      edit: found.own && step.state === 'open' && (isPublished || found.state === 'held' || isAskedToRevise),
      comment:
        isPublished &&
        !found.restricted &&
        !isOver &&
        (rules.respond === 'guests' || (rules.respond === 'confirmed' && locals.who.kind === 'person')),
      buildOn: isPublished && !found.restricted && step.state === 'open' && rules.contribute !== 'nobody'
    },
    isOver
  }
}
