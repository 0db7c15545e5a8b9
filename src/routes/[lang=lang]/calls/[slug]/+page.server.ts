import { enterAudience } from '#lib/core/group/acts.ts'
import { findAudience } from '#lib/core/group/views.ts'
import { listRules } from '#lib/core/call/views.ts'
import { findContributionView, listContributions } from '#lib/core/contribution/views.ts'
import { listOwn } from '#lib/core/response/views.ts'
import { findMosaic } from '#lib/core/contribution/mosaic.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { findDraft } from '#lib/core/person/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { onServer } from '../../../on-server.ts'
import { seeMeter } from '../meter.server.ts'
import { contribute } from '../contribute.server.ts'
import { draftOf } from '../draft-of.ts'
import { renderText } from '../rendered-text.server.ts'
import { respond, unrespond } from '../respond.server.ts'
import { headOf, rulesOf, seeCall, stepOf } from '../seen-call.server.ts'
import type { SeenCall, SeenStep } from '../seen-call.server.ts'
import { themesOf } from '../themes-of.server.ts'
import type { Actions, PageServerLoad } from './$types'

const listed = 20

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const step = stepOf(call)
  const [work, changes, meter, audience] = await Promise.all([
    step ? loadWork(locals, call, step, url.searchParams.get('builds-on')) : null,
    (call.rulesVersion ?? 0) > 1 ? loadChanges(locals, call.slug) : [],
    seeMeter(locals, call),
    call.audienceRule ? locals.app.look(findAudience, locals.who, { callId: call.callId }) : null
  ])
  const shown = {
    head: headOf(call),
    now: Date.now(),
    call: {
      callId: call.callId,
      summary: call.summary,
      background: renderText(call.background),
      promise: call.promise,
      decides: call.decides,
      answerOn: call.answerOn,
      terms: renderText(call.terms),
      licence: call.licence,
      attribution: call.attribution,
      audience: call.audience,
      language: call.language,
      rulesHash: call.rulesHash,
      openedAt: call.openedAt,
      concludedAt: call.concludedAt,
      statement: call.statement,
      cancelReason: call.cancelReason,
      state: call.state,
      timeZone: call.timeZone,
      steps: call.steps.map(({ stepId, title, state, opensAt, closesAt }) => ({
        stepId,
        title,
        state,
        opensAt,
        closesAt
      })),
      isTeam: call.roles.length > 0
    },
    // Whoever is not asked is told before writing anything.
    work: work && audience && !audience.inside ? { ...work, mayContribute: false, mustSignIn: false } : work,
    changes,
    meter,
    audience
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}

/** The step people work in: its first contributions, its mosaic, and what is known of whoever looks. */
async function loadWork(locals: App.Locals, call: SeenCall, step: SeenStep, buildsOn: string | null) {
  const { app, who } = locals
  const { callId } = call
  const { stepId } = step
  const rules = rulesOf(step)
  const isOpen = step.state === 'open'
  const known = who.personId !== null
  const [list, mosaic, draft, source, shownThemes] = await Promise.all([
    app.look(listContributions, who, { callId, stepId, limit: listed }),
    app.look(findMosaic, who, { callId, stepId }),
    known && isOpen ? app.look(findDraft, who, { place: draftOf(call.callId, stepId) }) : null,
    buildsOn ? findSource(locals, callId, buildsOn) : null,
    themesOf(locals, callId, rules.themes)
  ])
  const own = known
    ? await app.look(listOwn, who, { callId, stepId, targets: list.items.map(item => item.contributionId) })
    : null
  return {
    step: {
      stepId,
      title: step.title,
      method: step.method,
      settings: step.settings,
      state: step.state,
      opensAt: step.opensAt,
      closesAt: step.closesAt
    },
    mayContribute:
      isOpen &&
      (rules.contribute === 'guests' || (rules.contribute === 'confirmed' && who.kind === 'person')),
    mustSignIn: isOpen && rules.contribute === 'confirmed' && who.kind !== 'person',
    files: rules.files,
    place: rules.place,
    themes: rules.themes,
    /** What the picture and the list are sorted by. */
    shownThemes,
    moderated: rules.moderation === 'before',
    list,
    mosaic,
    known,
    held: own?.held ?? 0,
    mine: own?.mine ?? [],
    written: own?.written ?? [],
    folded: own?.folded ?? [],
    draft: draft?.draft?.body ?? null,
    buildsOn: source
  }
}

async function loadChanges({ app, who }: App.Locals, slug: string) {
  const { items } = await app.look(listRules, who, { call: slug })
  return items.slice(1).map(({ version, reason, madeAt }) => ({ version, reason, madeAt }))
}

/** What a new contribution is to build on; nothing where it has gone. */
async function findSource({ app, who }: App.Locals, callId: string, contributionId: string) {
  try {
    const { title } = await app.look(findContributionView, who, { callId, contributionId })
    return { contributionId, title }
  } catch (problem) {
    if (problem instanceof Refusal) return null
    throw problem
  }
}

const enter: Actions[string] = event =>
  submit(event, enterAudience, form => ({
    callId: textOf(form, 'callId') ?? '',
    entry: textOf(form, 'entry') ?? ''
  }))

export const actions: Actions = { enter, contribute, respond, 'take-back': unrespond }
